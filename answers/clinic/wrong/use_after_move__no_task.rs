//! Removes the task, and with it the move.
//! family: not_in_a_task
//! caught by: the check
//! says: nothing is spawned any more

/// Says hello in a task of its own, then goodbye here.
pub async fn greet_and_part(name: String) -> (String, String) {
    let greeting = format!("hello, {name}");
    (greeting, format!("goodbye, {name}"))
}
