//! Without the wait nothing lives across it.
//! family: wrong_wait
//! caught by: the check
//! says: the waits are gone

use tokio::task::JoinHandle;

/// The lengths of `words` with commas between them, from a task of its own that takes 1 ms for each.
pub fn lengths(words: Vec<String>) -> JoinHandle<String> {
    tokio::spawn(async move {
        let lengths: Vec<String> = words.iter().map(|word| word.len().to_string()).collect();
        lengths.join(",")
    })
}
