//! An unbounded channel may be filled before it is read: the tasks are awaited first.

use tokio::sync::mpsc::unbounded_channel;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = unbounded_channel();
    let tasks: Vec<_> = inputs
        .iter()
        .map(|input| {
            let (tx, message) = (tx.clone(), format!("done:{input}"));
            tokio::spawn(async move { tx.send(message).expect("the receiver is still here") })
        })
        .collect();
    for task in tasks {
        task.await.expect("a sender does not panic");
    }
    rx.close();
    let mut all = Vec::new();
    while let Ok(message) = rx.try_recv() {
        all.push(message);
    }
    all.sort();
    all
}
