//! All tasks share the greeting in an `Arc`.

use std::sync::Arc;
use tokio::task::JoinHandle;

/// Greets every name in a task of its own. All tasks share one greeting.
pub fn greet_all(greeting: String, names: Vec<String>) -> Vec<JoinHandle<String>> {
    let greeting = Arc::new(greeting);
    let mut tasks = Vec::new();
    for name in names {
        let greeting = Arc::clone(&greeting);
        tasks.push(tokio::spawn(async move { format!("{greeting}, {name}") }));
    }
    tasks
}
