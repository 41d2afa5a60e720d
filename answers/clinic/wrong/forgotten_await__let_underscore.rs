//! Silences the lint with `let _`, which drops the future.
//! family: forgotten_await
//! caught by: the check
//! says: does nothing, however it is put away

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
    for line in lines {
        let _ = save(log, line);
    }
}
