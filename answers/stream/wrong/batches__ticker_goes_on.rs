//! Keeps a reporting task alive as long as the stream is held. It goes on after the stream has ended.
//! family: kept_alive
//! caught by: nothing_is_left_running
//! says: keeps alive after its end

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    let report = async || {
        loop {
            sleep(Duration::from_secs(60)).await;
            eprintln!("still batching");
        }
    };
    let mut reporter = JoinSet::new();
    let source = Box::pin(source.fuse());
    let mut batches = stream::unfold(source, move |mut source| async move {
        let mut batch = vec![source.next().await?];
        let deadline = Instant::now() + max_wait;
        while batch.len() < max_items {
            match timeout_at(deadline, source.next()).await {
                Ok(Some(item)) => batch.push(item),
                Ok(None) | Err(_) => break,
            }
        }
        Some((batch, source))
    })
    .boxed();
    stream::poll_fn(move |cx| {
        if reporter.is_empty() {
            reporter.spawn(report());
        }
        batches.poll_next_unpin(cx)
    })
    .boxed()
}
