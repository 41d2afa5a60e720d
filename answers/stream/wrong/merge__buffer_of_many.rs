//! Puts a large buffer between the receivers and the reader. It fills while the reader is away, and senders
//! never notice.
//! family: read_ahead
//! caught by: at_most_two_messages_are_taken_ahead
//! says: in front of a large or unbounded buffer

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    stream::once(async move {
        let (tx, rx) = mpsc::channel(32);
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
