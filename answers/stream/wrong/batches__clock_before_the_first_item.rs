//! Starts its clock when it begins to gather, not with the first item. Batches close too early, or empty.
//! family: wrong_clock
//! caught by: a_batch_closes_max_wait_after_it_opened
//! says: a clock that runs while no batch is open

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

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
        let deadline = Instant::now() + max_wait;
        while batch.len() < max_items.max(1) {
            match timeout_at(deadline, source.next()).await {
                Ok(Some(item)) => batch.push(item),
                Ok(None) => {
                    ended = true;
                    break;
                }
                Err(_) => break,
            }
        }
        Some((batch, (source, ended)))
    })
    .boxed()
}
