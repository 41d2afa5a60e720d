//! A task gathers the batches; it is spawned at the first poll and aborted with the stream.

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

async fn gather<S: Stream>(source: S, most: usize, wait: Duration, out: mpsc::Sender<Vec<S::Item>>) {
    tokio::pin!(source);
    while let Some(first) = source.next().await {
        let mut batch = vec![first];
        let close_at = Instant::now() + wait;
        let mut ended = false;
        while batch.len() < most {
            match timeout_at(close_at, source.next()).await {
                Ok(Some(item)) => batch.push(item),
                Ok(None) => {
                    ended = true;
                    break;
                }
                Err(_elapsed) => break,
            }
        }
        if out.send(batch).await.is_err() || ended {
            return;
        }
    }
}

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    stream::once(async move {
        let (tx, rx) = mpsc::channel(1);
        let mut tasks = JoinSet::new();
        tasks.spawn(gather(source, max_items, max_wait, tx));
        stream::unfold((rx, tasks), |(mut rx, tasks)| async move {
            let batch = rx.recv().await?;
            Some((batch, (rx, tasks)))
        })
    })
    .flatten()
    .boxed()
}
