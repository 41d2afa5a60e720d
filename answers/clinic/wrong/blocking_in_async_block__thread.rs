//! Joins another thread, which waits for a task of this one. Neither goes on.
//! family: blocks_the_thread
//! caught by: the clock
//! says: does not come to an end

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

    let listening = std::thread::spawn(move || {
        let mut words = Vec::new();
        while let Some(word) = rx.blocking_recv() {
            words.push(word);
        }
        words
    });
    listening.join().unwrap()
}
