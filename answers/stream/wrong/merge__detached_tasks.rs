//! Spawns a task for each receiver and drops the handles. A quiet one does not notice that the stream is
//! gone.
//! family: detached
//! caught by: dropping_it_closes_the_receivers
//! says: dropping a handle detaches its task

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    stream::once(async move {
        let (tx, rx) = mpsc::channel(1);

        for mut source in sources {
            let tx = tx.clone();
            tokio::spawn(async move {
                while let Some(message) = source.recv().await {
                    if tx.send(message).await.is_err() {
                        break;
                    }
                }
            });
        }
        stream::unfold((rx, ()), |(mut rx, held)| async move {
            let message = rx.recv().await?;
            Some((message, (rx, held)))
        })
    })
    .flatten()
    .boxed()
}
