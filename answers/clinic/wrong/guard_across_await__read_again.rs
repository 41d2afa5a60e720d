//! Takes the lock a second time to read the number. Other visits may have counted in between.
//! family: check_then_act
//! caught by: the check
//! says: its own number

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinHandle;

/// Counts a visit, shows the page for 10 ms, then answers which visit this was.
///
/// Visits go on side by side: nobody waits for the page of another.
pub fn visit(visits: Arc<Mutex<u32>>) -> JoinHandle<u32> {
    tokio::spawn(async move {
        *visits.lock().unwrap() += 1;
        tokio::time::sleep(Duration::from_millis(10)).await;
        *visits.lock().unwrap()
    })
}
