//! rustc refuses this file. Cure it; `ui/not_a_future.md` explains what rustc says.

use std::time::Duration;
use tokio::task::JoinHandle;

/// Adds up `numbers` in a task of its own, 1 ms for each.
pub fn add_up(numbers: Vec<u32>) -> JoinHandle<u32> {
    tokio::spawn(move || {
        let mut sum = 0;
        for number in numbers {
            std::thread::sleep(Duration::from_millis(1));
            sum += number;
        }
        sum
    })
}
