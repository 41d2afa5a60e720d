//! Lets the steps run one after the other, so that they do not meet.
//! family: one_by_one
//! caught by: the check
//! says: no longer run at the same time

use std::cell::RefCell;
use std::time::Duration;

/// Counts two steps of 10 ms that run at the same time, in the caller's own task.
pub async fn count_both() -> u32 {
    let count = RefCell::new(0);
    let step = async || {
        let mut count = count.borrow_mut();
        tokio::time::sleep(Duration::from_millis(10)).await;
        *count += 1;
    };
    step().await;
    step().await;
    count.into_inner()
}
