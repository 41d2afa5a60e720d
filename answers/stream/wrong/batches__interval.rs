//! Hands out what it has at each tick of an interval. The interval knows nothing of when a batch opened.
//! family: wrong_clock
//! caught by: a_batch_closes_max_wait_after_it_opened
//! says: an interval that ticks on its own

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::time::{Instant, interval_at};

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    stream::once(async move {
        let every = max_wait.max(Duration::from_millis(1));
        let ticks = interval_at(Instant::now() + every, every);
        stream::unfold((Box::pin(source.fuse()), ticks), move |(mut source, mut ticks)| async move {
            let mut batch = Vec::new();
            while batch.len() < max_items.max(1) {
                tokio::select! {
                    item = source.next() => match item {
                        Some(item) => batch.push(item),
                        None if batch.is_empty() => return None,
                        None => break,
                    },
                    _ = ticks.tick() => if !batch.is_empty() { break },
                }
            }
            Some((batch, (source, ticks)))
        })
    })
    .flatten()
    .boxed()
}
