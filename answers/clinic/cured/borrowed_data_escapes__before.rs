//! Does what needs the reference before the task, which then owns the result.

use std::time::Duration;

/// Shouts each of `words`, each in a task of its own that takes 10 ms, all at the same time. In input order.
pub async fn shout_all(words: Vec<&str>) -> Vec<String> {
    let task = |word: &str| {
        let shouted = word.to_uppercase();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            shouted
        })
    };
    let tasks: Vec<_> = words.into_iter().map(task).collect();
    let mut shouted = Vec::new();
    for task in tasks {
        shouted.push(task.await.unwrap());
    }
    shouted
}
