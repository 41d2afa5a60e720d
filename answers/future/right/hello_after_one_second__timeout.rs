//! A timeout around something that never comes.

use std::future::pending;
use std::time::Duration;

use tokio::time::timeout;

pub async fn hello_after_one_second() -> &'static str {
    let _ = timeout(Duration::from_millis(1000), pending::<()>()).await;
    "Hello"
}
