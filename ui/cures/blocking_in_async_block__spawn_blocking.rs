// Code that can only block goes to a thread that may be blocked.

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut rx) = mpsc::channel(1);
    tokio::spawn(async move {
        tx.send("ready").await.unwrap();
    });
    let word = spawn_blocking(move || rx.blocking_recv()).await.unwrap();
    assert_eq!(word, Some("ready"));
}
