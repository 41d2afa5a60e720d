//! Uses `spawn_local`, which panics without a `LocalSet`.
//! family: not_send
//! caught by: a panic
//! says: spawn_local

use std::rc::Rc;
use tokio::task::JoinHandle;

/// Greets every name in a task of its own. All tasks share one greeting.
pub fn greet_all(greeting: String, names: Vec<String>) -> Vec<JoinHandle<String>> {
    let greeting = Rc::new(greeting);
    let mut tasks = Vec::new();
    for name in names {
        let greeting = Rc::clone(&greeting);
        tasks.push(tokio::task::spawn_local(async move { format!("{greeting}, {name}") }));
    }
    tasks
}
