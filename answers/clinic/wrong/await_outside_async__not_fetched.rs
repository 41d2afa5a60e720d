//! Makes up the name instead of fetching it.
//! family: wrong_value
//! caught by: the check
//! says: no longer fetched

use std::time::Duration;

/// Takes 10 ms.
async fn fetch_name(id: u32) -> String {
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("user {id}")
}

fn greeting(id: u32) -> String {
    let name = format!("user {id}");
    format!("hello, {name}")
}

/// Two greetings, on one page.
pub async fn page() -> String {
    let first = greeting(1);
    let second = greeting(2);
    format!("{first}\n{second}")
}
