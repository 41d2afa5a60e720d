//! Moves the whole text into the task and shouts all of it.
//! family: wrong_value
//! caught by: the check
//! says: more or less than one line

use std::time::Duration;
use tokio::task::JoinHandle;

/// Shouts the first line of `text` after 10 ms, in a task of its own.
pub fn shout_first_line(text: String) -> JoinHandle<String> {
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        text.to_uppercase()
    })
}
