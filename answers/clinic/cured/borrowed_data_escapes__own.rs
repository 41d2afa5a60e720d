//! Each task gets a word of its own.

use std::time::Duration;

/// Shouts each of `words`, each in a task of its own that takes 10 ms, all at the same time. In input order.
pub async fn shout_all(words: Vec<&str>) -> Vec<String> {
    let mut tasks = Vec::new();
    for word in words {
        let word = word.to_owned();
        tasks.push(tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            word.to_uppercase()
        }));
    }
    let mut shouted = Vec::new();
    for task in tasks {
        shouted.push(task.await.unwrap());
    }
    shouted
}
