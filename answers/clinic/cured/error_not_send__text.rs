//! Only the text of the error is kept over the wait.

use std::error::Error;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Reads a number in a task of its own. One that cannot be read is reported as `no number: …`, 10 ms later.
pub fn report(text: String) -> JoinHandle<String> {
    tokio::spawn(async move {
        let said = match parse(&text) {
            Ok(number) => return format!("number: {number}"),
            Err(error) => format!("no number: {error}"),
        };
        tokio::time::sleep(Duration::from_millis(10)).await;
        said
    })
}

fn parse(text: &str) -> Result<u32, Box<dyn Error>> {
    Ok(text.parse()?)
}
