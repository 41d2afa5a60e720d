//! A task per receiver, all sending into one channel with room for one: one message in that
//! channel, one in the task's hand. Spawned at the first poll, aborted with the stream.

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
                    if tx.send(message).await.is_err() {
                        break;
                    }
                }
            });
        }
        stream::unfold((rx, tasks), |(mut rx, tasks)| async move {
            let message = rx.recv().await?;
            Some((message, (rx, tasks)))
        })
    })
    .flatten()
    .boxed()
}
