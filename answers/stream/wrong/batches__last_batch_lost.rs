//! Ends with the source, and drops the batch that is still open.
//! family: left_out
//! caught by: each_batch_has_its_own_deadline
//! says: the open batch dropped

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
        while batch.len() < max_items {
            match timeout_at(deadline, source.next()).await {
                Ok(item) => batch.push(item?),
                Err(_) => break,
            }
        }
        Some((batch, source))
    })
    .boxed()
}
