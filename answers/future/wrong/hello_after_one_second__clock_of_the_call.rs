//! A plain fn that reads the clock in the call: the second is over before anybody awaits it.
//! caught by: nothing_happens_before_the_first_poll
//! says: until it is polled a future does nothing

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
