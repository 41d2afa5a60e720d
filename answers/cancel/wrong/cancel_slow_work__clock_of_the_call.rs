//! Computes the deadline when the function is called, not at the first poll. The time in between is taken from the
//! timeout.
//! family: wrong_clock
//! caught by: nothing_happens_before_the_first_poll
//! says: computed by the call itself

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

pub fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> impl Future<Output = &'static str> {
    let deadline = Instant::now() + Duration::from_millis(timeout_ms);
    async move {
        match timeout_at(deadline, sleep(Duration::from_millis(work_ms))).await {
            Ok(()) => "completed",
            Err(_) => "cancelled",
        }
    }
}
