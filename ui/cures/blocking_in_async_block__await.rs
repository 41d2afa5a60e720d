// `recv().await` waits too, but the thread goes on with other tasks meanwhile.

use tokio::sync::mpsc;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut rx) = mpsc::channel(1);
    tokio::spawn(async move {
        tx.send("ready").await.unwrap();
    });
    assert_eq!(rx.recv().await, Some("ready"));
}
