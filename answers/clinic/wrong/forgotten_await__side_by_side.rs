//! Awaits the lines side by side instead of one after the other.
//! family: no_limit
//! caught by: the check
//! says: one after the other

#![deny(unused_must_use)]

use std::sync::Mutex;
use std::time::Duration;

/// Writes one line to the log, in 10 ms.
async fn save(log: &Mutex<Vec<String>>, line: &str) {
    tokio::time::sleep(Duration::from_millis(10)).await;
    log.lock().unwrap().push(line.to_owned());
}

/// Writes all lines to the log, one after the other.
pub async fn save_all(log: &Mutex<Vec<String>>, lines: &[&str]) {
    let mut saves: Vec<_> = lines.iter().map(|line| Box::pin(save(log, line))).collect();
    std::future::poll_fn(|context| {
        saves.retain_mut(|save| save.as_mut().poll(context).is_pending());
        if saves.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await
}
