//! Leaks the text so that the line lives for ever.
//! family: kept_alive
//! caught by: the check
//! says: never giving it back

use std::time::Duration;
use tokio::task::JoinHandle;

/// Shouts the first line of `text` after 10 ms, in a task of its own.
pub fn shout_first_line(text: String) -> JoinHandle<String> {
    let line = text.leak().lines().next().unwrap_or_default();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        line.to_uppercase()
    })
}
