//! The future itself is the task.

use std::time::Duration;

/// Saves both names at the same time, each in a task of its own, and returns what was written.
pub async fn save_both(first: String, second: String) -> [String; 2] {
    let (first, second) = (tokio::spawn(save(first)), tokio::spawn(save(second)));
    [first.await.unwrap(), second.await.unwrap()]
}

async fn save(name: String) -> String {
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("saved {name}")
}
