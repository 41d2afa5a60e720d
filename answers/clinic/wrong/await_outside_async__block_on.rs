//! Starts a runtime inside the runtime and blocks on it, which panics.
//! family: blocks_the_thread
//! caught by: a panic
//! says: Cannot start a runtime from within a runtime

use std::time::Duration;

/// Takes 10 ms.
async fn fetch_name(id: u32) -> String {
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("user {id}")
}

fn greeting(id: u32) -> String {
    let name =
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(fetch_name(id));
    format!("hello, {name}")
}

/// Two greetings, on one page.
pub async fn page() -> String {
    let first = greeting(1);
    let second = greeting(2);
    format!("{first}\n{second}")
}
