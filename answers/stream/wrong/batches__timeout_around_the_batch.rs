//! Puts a timeout around the whole gathering. When it fires, what was gathered is dropped.
//! family: lost_on_drop
//! caught by: a_batch_closes_max_wait_after_it_opened
//! says: is missing
//! says: a timeout around the whole gathering

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::time::timeout;

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    stream::unfold(Box::pin(source.fuse()), move |mut source| async move {
        loop {
            let gather = source.by_ref().take(max_items.max(1)).collect::<Vec<_>>();
            match timeout(max_wait, gather).await {
                Ok(batch) if batch.is_empty() => return None,
                Ok(batch) => return Some((batch, source)),
                Err(_) => {}
            }
        }
    })
    .boxed()
}
