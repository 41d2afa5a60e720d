//! Builds all greetings in the call and hands over finished texts.
//! family: not_in_a_task
//! caught by: the check
//! says: every name has a task of its own

use tokio::task::JoinHandle;

/// Greets every name in a task of its own. All tasks share one greeting.
pub fn greet_all(greeting: String, names: Vec<String>) -> Vec<JoinHandle<String>> {
    let mut tasks = Vec::new();
    for name in names {
        let greeting = format!("{greeting}, {name}");
        tasks.push(greeting);
    }
    let mut handles = Vec::new();
    for greeting in tasks {
        handles.push(tokio::task::spawn_blocking(move || greeting));
    }
    handles
}
