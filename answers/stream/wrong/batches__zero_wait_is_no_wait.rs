//! Takes a `max_wait` of zero for "no limit". It is a wait of no time.
//! family: zero
//! caught by: with_no_wait_an_item_goes_on_at_once
//! says: taken for none at all

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
        let wait = if max_wait.is_zero() { Duration::from_secs(60) } else { max_wait };
        let deadline = Instant::now() + wait;
        while batch.len() < max_items {
            match timeout_at(deadline, source.next()).await {
                Ok(Some(item)) => batch.push(item),
                Ok(None) | Err(_) => break,
            }
        }
        Some((batch, source))
    })
    .boxed()
}
