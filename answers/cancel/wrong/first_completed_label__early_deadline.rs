//! Reads the clock when the function is called. The time before the first poll is taken from both branches.
//! family: wrong_clock
//! caught by: nothing_happens_before_the_first_poll
//! says: reads the clock

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

pub fn first_completed_label() -> impl Future<Output = &'static str> {
    let start = Instant::now();
    async move {
        tokio::select! {
            biased;
            () = sleep_until(start + Duration::from_millis(5)) => "fast path",
            () = sleep_until(start + Duration::from_millis(50)) => "slow path",
        }
    }
}
