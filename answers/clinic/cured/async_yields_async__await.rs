//! The task awaits what it makes.

use std::time::Duration;

/// Saves both names at the same time, each in a task of its own, and returns what was written.
pub async fn save_both(first: String, second: String) -> [String; 2] {
    let first = tokio::spawn(async { save(first).await });
    let second = tokio::spawn(async { save(second).await });
    [first.await.unwrap(), second.await.unwrap()]
}

async fn save(name: String) -> String {
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("saved {name}")
}
