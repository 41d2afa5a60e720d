//! Blocks the thread with `std::thread::sleep`. Nothing else on the runtime can run meanwhile.
//! family: blocks_the_thread
//! caught by: it_says_hello_after_one_second
//! says: std::thread::sleep

use std::time::Duration;

pub async fn hello_after_one_second() -> &'static str {
    std::thread::sleep(Duration::from_secs(1));
    "Hello"
}
