//! Makes its timer in the call itself. That needs a runtime, and the time runs before the first poll.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: before the first poll

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::time::{Instant, sleep};

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    let timer = Box::pin(sleep(max_wait));
    let state = (Box::pin(source.fuse()), timer);
    stream::unfold(state, move |(mut source, mut timer)| async move {
        let mut batch = vec![source.next().await?];
        timer.as_mut().reset(Instant::now() + max_wait);
        while batch.len() < max_items {
            tokio::select! {
                item = source.next() => match item {
                    Some(item) => batch.push(item),
                    None => break,
                },
                () = &mut timer => break,
            }
        }
        Some((batch, (source, timer)))
    })
    .boxed()
}
