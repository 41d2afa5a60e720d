//! Blocks the thread with `std::thread::sleep` instead of awaiting.
//! family: blocks_the_thread
//! caught by: the check
//! says: std::thread::sleep

use std::rc::Rc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Waits for 10 ms, then greets.
async fn greet(name: String) -> String {
    let name = Rc::new(name);
    std::thread::sleep(Duration::from_millis(10));
    format!("hello, {name}")
}

/// Greets in a task of its own.
pub fn greet_in_background(name: String) -> JoinHandle<String> {
    tokio::spawn(greet(name))
}
