//! Keeps the greeting in a static once it is there: the second call does not wait.
//! caught by: each_call_waits_its_own_second
//! says: each call makes a future of its own

use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::sleep;

static GREETING: OnceCell<&'static str> = OnceCell::const_new();

pub async fn hello_after_one_second() -> &'static str {
    GREETING
        .get_or_init(|| async {
            sleep(Duration::from_secs(1)).await;
            "Hello"
        })
        .await
}
