//! Hands out what it holds when the source ends, even if that is nothing. An empty batch comes last.
//! family: empty_input
//! caught by: a_batch_closes_max_wait_after_it_opened
//! says: a batch made of nothing

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::time::{Instant, sleep_until};

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    stream::unfold((Box::pin(source), false), move |(mut source, mut ended)| async move {
        if ended {
            return None;
        }
        let mut batch = Vec::new();
        let mut deadline = Instant::now();
        while batch.len() < max_items.max(1) {
            tokio::select! {
                item = source.next() => match item {
                    Some(item) => {
                        if batch.is_empty() {
                            deadline = Instant::now() + max_wait;
                        }
                        batch.push(item);
                    }
                    None => {
                        ended = true;
                        break;
                    }
                },
                () = sleep_until(deadline), if !batch.is_empty() => break,
            }
        }
        Some((batch, (source, ended)))
    })
    .boxed()
}
