//! Gathers in a spawned task, which notices only at its next batch that the stream was dropped. Until then
//! it holds the source.
//! family: detached
//! caught by: dropping_it_drops_the_source
//! says: dropping a JoinHandle detaches its task

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    stream::once(async move {
        let (tx, rx) = mpsc::channel(1);
        tokio::spawn(async move {
            let mut source = Box::pin(source.fuse());
            while let Some(first) = source.next().await {
                let mut batch = vec![first];
                let deadline = Instant::now() + max_wait;
                while batch.len() < max_items {
                    match timeout_at(deadline, source.next()).await {
                        Ok(Some(item)) => batch.push(item),
                        Ok(None) | Err(_) => break,
                    }
                }
                if tx.send(batch).await.is_err() {
                    break;
                }
            }
        });
        stream::unfold(rx, |mut rx| async move {
            let batch = rx.recv().await?;
            Some((batch, rx))
        })
    })
    .flatten()
    .boxed()
}
