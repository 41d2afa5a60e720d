//! Starts a task that ticks every 100 ms and never stops it.
//! family: detached
//! caught by: nothing_is_left_running
//! says: outlives it

use std::time::Duration;

use tokio::time::{interval, sleep};

pub async fn hello_after_one_second() -> &'static str {
    tokio::spawn(async {
        let mut clock = interval(Duration::from_millis(100));
        loop {
            clock.tick().await;
        }
    });
    sleep(Duration::from_secs(1)).await;
    "Hello"
}
