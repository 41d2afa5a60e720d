//! Ten ticks of 100 ms; the first tick of an interval comes at once and does not count.

use std::time::Duration;

use tokio::time::interval;

pub async fn hello_after_one_second() -> &'static str {
    let mut clock = interval(Duration::from_millis(100));
    for _ in 0..=10 {
        clock.tick().await;
    }
    "Hello"
}
