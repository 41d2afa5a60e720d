//! Waits one millisecond: it takes the number for seconds.
//! family: wrong_wait
//! caught by: it_says_hello_after_one_second
//! says: a second is 1000 ms

use std::time::Duration;

use tokio::time::sleep;

pub async fn hello_after_one_second() -> &'static str {
    sleep(Duration::from_millis(1)).await;
    "Hello"
}
