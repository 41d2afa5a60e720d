//! Blocks the thread until another one has fetched the name.
//! family: blocks_the_thread
//! caught by: the check
//! says: the thread is stopped

use std::time::Duration;

/// Takes 10 ms.
async fn fetch_name(id: u32) -> String {
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("user {id}")
}

fn greeting(id: u32) -> String {
    let fetching = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(fetch_name(id))
    });
    let name = fetching.join().unwrap();
    format!("hello, {name}")
}

/// Two greetings, on one page.
pub async fn page() -> String {
    let first = greeting(1);
    let second = greeting(2);
    format!("{first}\n{second}")
}
