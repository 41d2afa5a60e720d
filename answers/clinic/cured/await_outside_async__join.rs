//! Both greetings at the same time.

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
    let (first, second) = tokio::join!(greeting(1), greeting(2));
    format!("{first}\n{second}")
}
