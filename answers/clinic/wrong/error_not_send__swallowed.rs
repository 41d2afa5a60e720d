//! Throws the error away before the wait: what cannot be read is reported as 0.
//! family: error_swallowed
//! caught by: the check
//! says: the error is lost

use std::error::Error;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Reads a number in a task of its own. One that cannot be read is reported as `no number: …`, 10 ms later.
pub fn report(text: String) -> JoinHandle<String> {
    tokio::spawn(async move {
        let number = parse(&text).unwrap_or_default();
        tokio::time::sleep(Duration::from_millis(10)).await;
        format!("number: {number}")
    })
}

fn parse(text: &str) -> Result<u32, Box<dyn Error>> {
    Ok(text.parse()?)
}
