//! Does not wait at all, so that nothing is alive across an `.await`.
//! family: forgotten_await
//! caught by: the check
//! says: the task still waits for 10 ms

use std::rc::Rc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Waits for 10 ms, then greets.
async fn greet(name: String) -> String {
    let name = Rc::new(name);
    let _ = Duration::from_millis(10);
    format!("hello, {name}")
}

/// Greets in a task of its own.
pub fn greet_in_background(name: String) -> JoinHandle<String> {
    tokio::spawn(greet(name))
}
