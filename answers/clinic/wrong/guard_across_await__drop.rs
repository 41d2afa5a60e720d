//! Drops the guard by hand. rustc still counts it as alive until the end of its block.
//! family: lock_across_await
//! caught by: rustc
//! says: which is not `Send`

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
        let number = *count;
        drop(count);
        tokio::time::sleep(Duration::from_millis(10)).await;
        number
    })
}
