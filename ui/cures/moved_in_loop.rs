// Every turn clones a sender for its task. The first `tx` must go, too: while it lives, the channel stays open.

use tokio::sync::mpsc;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut rx) = mpsc::channel(8);
    for id in 0..3 {
        let tx = tx.clone();
        tokio::spawn(async move {
            tx.send(id).await.unwrap();
        });
    }
    drop(tx);

    let mut done = Vec::new();
    while let Some(id) = rx.recv().await {
        done.push(id);
    }
    done.sort();
    assert_eq!(done, [0, 1, 2]);
}
