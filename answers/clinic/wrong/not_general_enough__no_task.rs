//! Does it all before the task.
//! family: not_in_a_task
//! caught by: the check
//! says: the waits are gone

use std::time::Duration;
use tokio::task::JoinHandle;

/// The lengths of `words` with commas between them, from a task of its own that takes 1 ms for each.
pub fn lengths(words: Vec<String>) -> JoinHandle<String> {
    let lengths: Vec<String> = words.iter().map(|word| word.len().to_string()).collect();
    std::thread::sleep(Duration::from_millis(1));
    tokio::spawn(async move { lengths.join(",") })
}
