//! The goodbye is made before the name goes.

/// Says hello in a task of its own, then goodbye here.
pub async fn greet_and_part(name: String) -> (String, String) {
    let parting = format!("goodbye, {name}");
    let task = tokio::spawn(async move { format!("hello, {name}") });
    let greeting = task.await.unwrap();
    (greeting, parting)
}
