//! Gives the future a name. Clippy is silent, but nothing is saved.
//! family: forgotten_await
//! caught by: the check
//! says: the future is thrown away

use std::sync::Mutex;
use std::time::Duration;

/// Writes one line to the log, in 10 ms. An empty line is an error.
async fn save(log: &Mutex<Vec<String>>, line: &str) -> Result<(), String> {
    tokio::time::sleep(Duration::from_millis(10)).await;
    if line.is_empty() {
        return Err(String::from("nothing to save"));
    }
    log.lock().unwrap().push(line.to_owned());
    Ok(())
}

/// Writes all lines to the log, one after the other. Lines that cannot be saved are left out.
pub async fn save_all(log: &Mutex<Vec<String>>, lines: &[&str]) {
    for line in lines {
        let _saving = save(log, line);
    }
}
