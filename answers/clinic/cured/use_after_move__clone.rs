//! The task gets a clone.

/// Says hello in a task of its own, then goodbye here.
pub async fn greet_and_part(name: String) -> (String, String) {
    let for_task = name.clone();
    let task = tokio::spawn(async move { format!("hello, {for_task}") });
    let greeting = task.await.unwrap();
    (greeting, format!("goodbye, {name}"))
}
