//! Without a box, the error is of a type that rustc knows.

use std::num::ParseIntError;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Reads a number in a task of its own. One that cannot be read is reported as `no number: …`, 10 ms later.
pub fn report(text: String) -> JoinHandle<String> {
    tokio::spawn(async move {
        match parse(&text) {
            Ok(number) => format!("number: {number}"),
            Err(error) => {
                tokio::time::sleep(Duration::from_millis(10)).await;
                format!("no number: {error}")
            }
        }
    })
}

fn parse(text: &str) -> Result<u32, ParseIntError> {
    text.parse()
}
