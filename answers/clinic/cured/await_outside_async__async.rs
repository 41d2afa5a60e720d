//! The greeting is async, and so its callers await it.

use std::time::Duration;

/// Takes 10 ms.
async fn fetch_name(id: u32) -> String {
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("user {id}")
}

async fn greeting(id: u32) -> String {
    let name = fetch_name(id).await;
    format!("hello, {name}")
}

/// Two greetings, on one page.
pub async fn page() -> String {
    let first = greeting(1).await;
    let second = greeting(2).await;
    format!("{first}\n{second}")
}
