//! A plain function takes the lock: no guard can be alive across an `.await` that it does not have.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinHandle;

fn count_one(visits: &Mutex<u32>) -> u32 {
    let mut count = visits.lock().unwrap();
    *count += 1;
    *count
}

/// Counts a visit, shows the page for 10 ms, then answers which visit this was.
///
/// Visits go on side by side: nobody waits for the page of another.
pub fn visit(visits: Arc<Mutex<u32>>) -> JoinHandle<u32> {
    tokio::spawn(async move {
        let number = count_one(&visits);
        tokio::time::sleep(Duration::from_millis(10)).await;
        number
    })
}
