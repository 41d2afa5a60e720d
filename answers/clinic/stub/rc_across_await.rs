//! rustc refuses this file. Cure it; `ui/rc_across_await.md` explains what rustc says.

use std::rc::Rc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Waits for 10 ms, then greets.
async fn greet(name: String) -> String {
    let name = Rc::new(name);
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("hello, {name}")
}

/// Greets in a task of its own.
pub fn greet_in_background(name: String) -> JoinHandle<String> {
    tokio::spawn(greet(name))
}
