//! A function by its name takes a reference of any lifetime.

use std::time::Duration;
use tokio::task::JoinHandle;

/// The lengths of `words` with commas between them, from a task of its own that takes 1 ms for each.
pub fn lengths(words: Vec<String>) -> JoinHandle<String> {
    tokio::spawn(async move {
        let mut lengths = words.iter().map(String::len).peekable();
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
