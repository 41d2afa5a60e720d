//! Reads the clock when the function is called. The time before the first poll is taken from the second.
//! family: wrong_clock
//! caught by: nothing_happens_before_the_first_poll
//! says: a clock read by the call itself

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

pub fn hello_after_one_second() -> impl Future<Output = &'static str> {
    let deadline = Instant::now() + Duration::from_secs(1);
    async move {
        sleep_until(deadline).await;
        "Hello"
    }
}
