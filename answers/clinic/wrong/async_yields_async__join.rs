//! Takes the tasks out and joins the futures here.
//! family: not_in_a_task
//! caught by: the check
//! says: nothing is spawned any more

use std::time::Duration;

/// Saves both names at the same time, each in a task of its own, and returns what was written.
pub async fn save_both(first: String, second: String) -> [String; 2] {
    let (first, second) = tokio::join!(save(first), save(second));
    [first, second]
}

async fn save(name: String) -> String {
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("saved {name}")
}
