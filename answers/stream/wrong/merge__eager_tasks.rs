//! Spawns its tasks in the call itself, before the stream is first polled.
//! family: eager
//! caught by: nothing_is_received_before_the_first_poll
//! says: the call itself needed a runtime

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
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
    .boxed()
}
