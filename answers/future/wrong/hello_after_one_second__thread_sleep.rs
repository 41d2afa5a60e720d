//! Stops the whole thread, and with it everything else that the runtime has to do.
//! caught by: others_run_while_it_waits
//! says: std::thread::sleep

use std::time::Duration;

pub async fn hello_after_one_second() -> &'static str {
    std::thread::sleep(Duration::from_secs(1));
    "Hello"
}
