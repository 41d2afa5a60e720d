//! Reserves the only place before it receives: a quiet receiver's task keeps it from all others.
//! caught by: a_quiet_receiver_holds_up_no_other
//! says: while another has one

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
                while let Ok(room) = tx.reserve().await {
                    let Some(message) = source.recv().await else { break };
                    room.send(message);
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
