//! Sleeps a thousand times for a millisecond. On a paused clock that is a second; on the real one every sleep is rounded
//! up to the timer's next millisecond, so it takes about two.
//! family: looks_now_and_then
//! caught by: a_second_of_the_real_clock_is_one_too
//! says: many short sleeps

use std::time::Duration;

use tokio::time::sleep;

pub async fn hello_after_one_second() -> &'static str {
    for _ in 0..1000 {
        sleep(Duration::from_millis(1)).await;
    }
    "Hello"
}
