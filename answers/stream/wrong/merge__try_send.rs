//! Sends on with `try_send` and ignores its error. What does not fit into the buffer is lost.
//! family: error_swallowed
//! caught by: each_receivers_own_order_is_kept
//! says: try_send

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
