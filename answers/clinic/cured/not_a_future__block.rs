//! An async block in the place of the closure, and a wait that can be awaited.

use std::time::Duration;
use tokio::task::JoinHandle;

/// Adds up `numbers` in a task of its own, 1 ms for each.
pub fn add_up(numbers: Vec<u32>) -> JoinHandle<u32> {
    tokio::spawn(async move {
        let mut sum = 0;
        for number in numbers {
            tokio::time::sleep(Duration::from_millis(1)).await;
            sum += number;
        }
        sum
    })
}
