//! rustc refuses this file. Cure it; `ui/refcell_across_await.md` explains what rustc says.

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
    tokio::join!(step(), step());
    count.into_inner()
}
