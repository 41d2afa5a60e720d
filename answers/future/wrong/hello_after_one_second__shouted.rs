//! Returns another text than the one that was asked for.
//! family: wrong_value
//! caught by: it_says_hello_after_one_second
//! says: another text

use std::time::Duration;

use tokio::time::sleep;

pub async fn hello_after_one_second() -> &'static str {
    sleep(Duration::from_secs(1)).await;
    "Hello, world!"
}
