//! Reserves the only place before it has a message. The task of a quiet receiver keeps the place from all
//! others.
//! family: slow_head
//! caught by: each_message_comes_as_it_arrives
//! says: whose turn it is

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
