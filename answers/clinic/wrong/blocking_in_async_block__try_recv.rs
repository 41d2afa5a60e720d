//! Takes only what is there already and waits for nothing.
//! family: gives_up_when_busy
//! caught by: the check
//! says: not all words are waited for

use std::time::Duration;
use tokio::sync::mpsc;

/// Starts a task that sends two words, 10 ms apart, and gives back what arrives.
pub async fn listen() -> Vec<&'static str> {
    let (tx, mut rx) = mpsc::channel(1);
    tokio::spawn(async move {
        for word in ["ready", "steady"] {
            tokio::time::sleep(Duration::from_millis(10)).await;
            tx.send(word).await.unwrap();
        }
    });

    let mut words = Vec::new();
    while let Ok(word) = rx.try_recv() {
        words.push(word);
    }
    words
}
