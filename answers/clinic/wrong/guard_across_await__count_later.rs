//! Counts after the page, so a visit is not counted while it goes on.
//! family: wrong_value
//! caught by: the check
//! says: counted after it

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinHandle;

/// Counts a visit, shows the page for 10 ms, then answers which visit this was.
///
/// Visits go on side by side: nobody waits for the page of another.
pub fn visit(visits: Arc<Mutex<u32>>) -> JoinHandle<u32> {
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        let mut count = visits.lock().unwrap();
        *count += 1;
        *count
    })
}
