//! Leaks the greeting so that every task may borrow it for ever.
//! family: kept_alive
//! caught by: the check
//! says: never giving it back

use tokio::task::JoinHandle;

/// Greets every name in a task of its own. All tasks share one greeting.
pub fn greet_all(greeting: String, names: Vec<String>) -> Vec<JoinHandle<String>> {
    let greeting: &'static str = greeting.leak();
    let mut tasks = Vec::new();
    for name in names {
        tasks.push(tokio::spawn(async move { format!("{greeting}, {name}") }));
    }
    tasks
}
