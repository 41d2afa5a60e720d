//! Each task gets a greeting of its own. Right for a short text, dear for a long one.

use tokio::task::JoinHandle;

/// Greets every name in a task of its own. All tasks share one greeting.
pub fn greet_all(greeting: String, names: Vec<String>) -> Vec<JoinHandle<String>> {
    let mut tasks = Vec::new();
    for name in names {
        let greeting = greeting.clone();
        tasks.push(tokio::spawn(async move { format!("{greeting}, {name}") }));
    }
    tasks
}
