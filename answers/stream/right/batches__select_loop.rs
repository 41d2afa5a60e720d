//! A loop with `select!` over the source and the deadline of the open batch.

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::time::{Instant, sleep_until};

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    let max_items = max_items.max(1);
    let state = (Box::pin(source), false);
    stream::unfold(state, move |(mut source, mut ended)| async move {
        let mut batch = Vec::new();
        let mut deadline = None;
        while !ended && batch.len() < max_items {
            let wait = async {
                match deadline {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                item = source.next() => match item {
                    Some(item) => {
                        batch.push(item);
                        deadline.get_or_insert_with(|| Instant::now() + max_wait);
                    }
                    None => ended = true,
                },
                () = wait => break,
            }
        }
        (!batch.is_empty()).then_some((batch, (source, ended)))
    })
    .boxed()
}
