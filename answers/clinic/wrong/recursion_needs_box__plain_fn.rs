//! Uses a plain recursive function, which does not wait between two numbers.
//! family: wrong_wait
//! caught by: the check
//! says: the `.await` is gone

use std::time::Duration;

fn count(from: u32) -> Vec<String> {
    let mut said: Vec<String> = (1..=from).rev().map(|number| number.to_string()).collect();
    said.push(String::from("liftoff"));
    said
}

/// Counts down, 10 ms between two numbers: 3 gives `["3", "2", "1", "liftoff"]` after 30 ms.
pub async fn countdown(from: u32) -> Vec<String> {
    let _ = Duration::from_millis(10);
    count(from)
}
