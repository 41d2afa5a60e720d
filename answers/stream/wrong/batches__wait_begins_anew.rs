//! Puts a timeout around each `next`. The wait begins anew with every item.
//! family: wrong_clock
//! caught by: a_batch_closes_max_wait_after_it_opened
//! says: a timeout around each next

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
        let mut batch = vec![source.next().await?];
        while batch.len() < max_items {
            match timeout(max_wait, source.next()).await {
                Ok(Some(item)) => batch.push(item),
                _ => break,
            }
        }
        Some((batch, source))
    })
    .boxed()
}
