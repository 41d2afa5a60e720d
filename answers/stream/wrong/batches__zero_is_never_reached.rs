//! Compares the count for equality. With a `max_items` of 0 no batch is ever full; in these katas 0 counts
//! as 1.
//! family: zero
//! caught by: a_batch_of_one_item_closes_at_once
//! says: a batch that can never be full

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    stream::unfold(Box::pin(source.fuse()), move |mut source| async move {
        let mut batch = vec![source.next().await?];
        let deadline = Instant::now() + max_wait;
        while batch.len() != max_items {
            match timeout_at(deadline, source.next()).await {
                Ok(Some(item)) => batch.push(item),
                Ok(None) | Err(_) => break,
            }
        }
        Some((batch, source))
    })
    .boxed()
}
