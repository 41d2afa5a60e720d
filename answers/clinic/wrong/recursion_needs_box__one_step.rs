//! Counts one number and leaves out the rest.
//! family: left_out
//! caught by: the check
//! says: the rest is not counted

use std::time::Duration;

/// Counts down, 10 ms between two numbers: 3 gives `["3", "2", "1", "liftoff"]` after 30 ms.
pub async fn countdown(from: u32) -> Vec<String> {
    if from == 0 {
        return vec![String::from("liftoff")];
    }
    tokio::time::sleep(Duration::from_millis(10)).await;
    let mut said = vec![from.to_string()];
    said.push(String::from("liftoff"));
    said
}
