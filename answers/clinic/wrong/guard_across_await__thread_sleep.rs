//! Blocks the thread with `std::thread::sleep` while it holds the lock.
//! family: blocks_the_thread
//! caught by: the check
//! says: one visit waits for another

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinHandle;

/// Counts a visit, shows the page for 10 ms, then answers which visit this was.
///
/// Visits go on side by side: nobody waits for the page of another.
pub fn visit(visits: Arc<Mutex<u32>>) -> JoinHandle<u32> {
    tokio::spawn(async move {
        let mut count = visits.lock().unwrap();
        *count += 1;
        std::thread::sleep(Duration::from_millis(10));
        *count
    })
}
