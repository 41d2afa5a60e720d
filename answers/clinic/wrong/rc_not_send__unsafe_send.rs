//! Implements `Send` by hand for an `Rc`. It still must not cross threads.
//! family: not_send
//! caught by: rustc
//! says: implementation of an `unsafe` trait

use std::rc::Rc;
use tokio::task::JoinHandle;

struct Shared(Rc<String>);

unsafe impl Send for Shared {}

/// Greets every name in a task of its own. All tasks share one greeting.
pub fn greet_all(greeting: String, names: Vec<String>) -> Vec<JoinHandle<String>> {
    let greeting = Rc::new(greeting);
    let mut tasks = Vec::new();
    for name in names {
        let greeting = Shared(Rc::clone(&greeting));
        tasks.push(tokio::spawn(async move {
            let shared = greeting;
            format!("{}, {name}", shared.0)
        }));
    }
    tasks
}
