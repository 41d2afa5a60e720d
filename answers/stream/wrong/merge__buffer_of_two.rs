//! Puts a buffer of two before the reader, and holds a third message in the task that waits for room in it.
//! family: read_ahead
//! caught by: at_most_two_messages_are_taken_ahead
//! says: ahead of the reader
//! says: a third message in the hand

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    stream::once(async move {
        let (tx, rx) = mpsc::channel(2);
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
        stream::unfold((rx, tasks), |(mut rx, held)| async move {
            let message = rx.recv().await?;
            Some((message, (rx, held)))
        })
    })
    .flatten()
    .boxed()
}
