//! The closure has run before the task waits.

use std::time::Duration;
use tokio::task::JoinHandle;

/// The lengths of `words` with commas between them, from a task of its own that takes 1 ms for each.
pub fn lengths(words: Vec<String>) -> JoinHandle<String> {
    tokio::spawn(async move {
        let lengths: Vec<usize> = words.iter().map(|word| word.len()).collect();
        let mut lengths = lengths.into_iter().peekable();
        let mut joined = String::new();
        while let Some(length) = lengths.next() {
            tokio::time::sleep(Duration::from_millis(1)).await;
            joined += &length.to_string();
            if lengths.peek().is_some() {
                joined.push(',');
            }
        }
        joined
    })
}
