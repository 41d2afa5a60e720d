//! Leaks the name so that the task and the caller may both use it.
//! family: kept_alive
//! caught by: the check
//! says: never giving it back

/// Says hello in a task of its own, then goodbye here.
pub async fn greet_and_part(name: String) -> (String, String) {
    let name: &'static str = Box::leak(name.into_boxed_str());
    let task = tokio::spawn(async move { format!("hello, {name}") });
    let greeting = task.await.unwrap();
    (greeting, format!("goodbye, {name}"))
}
