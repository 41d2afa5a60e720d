//! The whole text goes into the task, and the line is borrowed there.

use std::time::Duration;
use tokio::task::JoinHandle;

/// Shouts the first line of `text` after 10 ms, in a task of its own.
pub fn shout_first_line(text: String) -> JoinHandle<String> {
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        text.lines().next().unwrap_or_default().to_uppercase()
    })
}
