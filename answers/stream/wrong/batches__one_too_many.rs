//! Looks at the count before the item is in. A batch holds one more than it may.
//! family: off_by_one
//! caught by: a_batch_closes_when_it_is_full
//! says: one item too many

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
        while batch.len() <= max_items {
            match timeout_at(deadline, source.next()).await {
                Ok(Some(item)) => batch.push(item),
                Ok(None) | Err(_) => break,
            }
        }
        Some((batch, source))
    })
    .boxed()
}
