//! An `Arc` may be alive across an `.await`.

use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Waits for 10 ms, then greets.
async fn greet(name: String) -> String {
    let name = Arc::new(name);
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("hello, {name}")
}

/// Greets in a task of its own.
pub fn greet_in_background(name: String) -> JoinHandle<String> {
    tokio::spawn(greet(name))
}
