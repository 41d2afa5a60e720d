//! A task gathers batches into a slot, and overwrites the one that has not been read yet.
//! family: left_out
//! caught by: a_slow_reader_loses_nothing
//! says: batches overwritten

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    stream::once(async move {
        let (tx, rx) = watch::channel(None);
        let mut task = JoinSet::new();
        task.spawn(async move {
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
                tx.send_replace(Some(std::sync::Mutex::new(batch)));
                tokio::task::yield_now().await;
            }
        });
        stream::unfold((rx, task), |(mut rx, task)| async move {
            rx.changed().await.ok()?;
            let batch = match &*rx.borrow_and_update() {
                Some(batch) => std::mem::take(&mut *batch.lock().unwrap()),
                None => Vec::new(),
            };
            Some((batch, (rx, task)))
        })
    })
    .flatten()
    .boxed()
}
