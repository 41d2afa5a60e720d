//! Leaves the tasks out. It may borrow, and takes the words one after the other.
//! family: not_in_a_task
//! caught by: the check
//! says: nothing is spawned any more

use std::time::Duration;

/// Shouts each of `words`, each in a task of its own that takes 10 ms, all at the same time. In input order.
pub async fn shout_all(words: Vec<&str>) -> Vec<String> {
    let mut shouted = Vec::new();
    for word in words {
        tokio::time::sleep(Duration::from_millis(10)).await;
        shouted.push(word.to_uppercase());
    }
    shouted
}
