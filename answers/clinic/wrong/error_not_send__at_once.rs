//! Leaves the wait out, so that nothing is held across it.
//! family: wrong_wait
//! caught by: the check
//! says: the wait is gone

use std::error::Error;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Reads a number in a task of its own. One that cannot be read is reported as `no number: …`, 10 ms later.
pub fn report(text: String) -> JoinHandle<String> {
    tokio::spawn(async move {
        match parse(&text) {
            Ok(number) => format!("number: {number}"),
            Err(error) => format!("no number: {error}"),
        }
    })
}

fn parse(text: &str) -> Result<u32, Box<dyn Error>> {
    Ok(text.parse()?)
}
