//! Adds up before the task, which then only carries the sum.
//! family: not_in_a_task
//! caught by: the check
//! says: nothing takes any time

use tokio::task::JoinHandle;

/// Adds up `numbers` in a task of its own, 1 ms for each.
pub fn add_up(numbers: Vec<u32>) -> JoinHandle<u32> {
    let sum = numbers.into_iter().sum();
    tokio::spawn(async move { sum })
}
