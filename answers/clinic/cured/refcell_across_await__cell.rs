//! A `Cell` lends nothing, so nothing can be held.

use std::cell::Cell;
use std::time::Duration;

/// Counts two steps of 10 ms that run at the same time, in the caller's own task.
pub async fn count_both() -> u32 {
    let count = Cell::new(0);
    let step = async || {
        tokio::time::sleep(Duration::from_millis(10)).await;
        count.set(count.get() + 1);
    };
    tokio::join!(step(), step());
    count.get()
}
