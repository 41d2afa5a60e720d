//! The `Rc` is gone before the `.await`; the finished text crosses it.

use std::rc::Rc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Waits for 10 ms, then greets.
async fn greet(name: String) -> String {
    let greeting = {
        let name = Rc::new(name);
        format!("hello, {name}")
    };
    tokio::time::sleep(Duration::from_millis(10)).await;
    greeting
}

/// Greets in a task of its own.
pub fn greet_in_background(name: String) -> JoinHandle<String> {
    tokio::spawn(greet(name))
}
