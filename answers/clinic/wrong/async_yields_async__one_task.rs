//! Awaits in the task, and needs only one: the second name waits for the first.
//! family: one_by_one
//! caught by: the check
//! says: one waits for the other

use std::time::Duration;

/// Saves both names at the same time, each in a task of its own, and returns what was written.
pub async fn save_both(first: String, second: String) -> [String; 2] {
    let both = tokio::spawn(async { [save(first).await, save(second).await] });
    both.await.unwrap()
}

async fn save(name: String) -> String {
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("saved {name}")
}
