//! Sends on without waiting for room.
//! caught by: a_slow_reader_loses_nothing
//! says: try_send into a buffer that is full

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    stream::once(async move {
        let (tx, rx) = mpsc::channel(1);
        let mut tasks = JoinSet::new();
        for mut source in sources {
            let tx = tx.clone();
            tasks.spawn(async move {
                while let Some(message) = source.recv().await {
                    let _ = tx.try_send(message);
                }
            });
        }
        stream::unfold((rx, tasks), |(mut rx, held)| async move {
            let message = rx.recv().await?;
            Some((message, (rx, held)))
        })
    })
    .flatten()
    .boxed()
}
