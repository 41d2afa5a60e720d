//! Keeps the deadline of a batch that closed by count. The next batch closes at a time that is not its own.
//! family: wrong_clock
//! caught by: each_batch_has_its_own_deadline
//! says: a deadline that outlives its batch

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    let state = (Box::pin(source.fuse()), None::<Instant>);
    stream::unfold(state, move |(mut source, mut deadline)| async move {
        let mut batch = vec![source.next().await?];
        let close_at = match deadline {
            Some(at) if at > Instant::now() => at,
            _ => *deadline.insert(Instant::now() + max_wait),
        };
        while batch.len() < max_items {
            match timeout_at(close_at, source.next()).await {
                Ok(Some(item)) => batch.push(item),
                Ok(None) => break,
                Err(_) => {
                    deadline = None;
                    break;
                }
            }
        }
        Some((batch, (source, deadline)))
    })
    .boxed()
}
