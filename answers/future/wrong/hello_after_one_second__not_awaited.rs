//! Creates the sleep and never awaits it. A future that is not polled does nothing.
//! family: forgotten_await
//! caught by: it_says_hello_after_one_second
//! says: a sleep that is made and not awaited

use std::time::Duration;

use tokio::time::sleep;

pub async fn hello_after_one_second() -> &'static str {
    let _wait = sleep(Duration::from_secs(1));
    "Hello"
}
