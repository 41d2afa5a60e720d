//! A loop needs neither recursion nor boxes.

use std::time::Duration;

/// Counts down, 10 ms between two numbers: 3 gives `["3", "2", "1", "liftoff"]` after 30 ms.
pub async fn countdown(from: u32) -> Vec<String> {
    let mut said = Vec::new();
    for number in (1..=from).rev() {
        tokio::time::sleep(Duration::from_millis(10)).await;
        said.push(number.to_string());
    }
    said.push(String::from("liftoff"));
    said
}
