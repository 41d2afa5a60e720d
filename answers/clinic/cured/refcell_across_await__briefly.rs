//! Borrows for one statement that does not wait.

use std::cell::RefCell;
use std::time::Duration;

/// Counts two steps of 10 ms that run at the same time, in the caller's own task.
pub async fn count_both() -> u32 {
    let count = RefCell::new(0);
    let step = async || {
        tokio::time::sleep(Duration::from_millis(10)).await;
        *count.borrow_mut() += 1;
    };
    tokio::join!(step(), step());
    count.into_inner()
}
