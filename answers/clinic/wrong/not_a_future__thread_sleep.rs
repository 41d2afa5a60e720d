//! Only changes the closure into a block: it still stops its thread while it waits.
//! family: blocks_the_thread
//! caught by: the check
//! says: the thread is stopped instead

use std::time::Duration;
use tokio::task::JoinHandle;

/// Adds up `numbers` in a task of its own, 1 ms for each.
pub fn add_up(numbers: Vec<u32>) -> JoinHandle<u32> {
    tokio::spawn(async move {
        let mut sum = 0;
        for number in numbers {
            std::thread::sleep(Duration::from_millis(1));
            sum += number;
        }
        sum
    })
}
