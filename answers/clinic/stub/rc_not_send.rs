//! rustc refuses this file. Cure it; `ui/rc_not_send.md` explains what rustc says.

use std::rc::Rc;
use tokio::task::JoinHandle;

/// Greets every name in a task of its own. All tasks share one greeting.
pub fn greet_all(greeting: String, names: Vec<String>) -> Vec<JoinHandle<String>> {
    let greeting = Rc::new(greeting);
    let mut tasks = Vec::new();
    for name in names {
        let greeting = Rc::clone(&greeting);
        tasks.push(tokio::spawn(async move { format!("{greeting}, {name}") }));
    }
    tasks
}
