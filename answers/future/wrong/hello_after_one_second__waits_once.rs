//! Keeps the greeting in a static. Only the first call waits.
//! family: shared_too_much
//! caught by: each_call_waits_its_own_second
//! says: kept in a static

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
