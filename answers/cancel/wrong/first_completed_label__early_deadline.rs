//! Takes the two instants when it is called: the time before the first poll counts.
//! caught by: nothing_happens_before_the_first_poll
//! says: before the first poll

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
