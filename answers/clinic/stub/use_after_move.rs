//! rustc refuses this file. Cure it; `ui/use_after_move.md` explains what rustc says.

/// Says hello in a task of its own, then goodbye here.
pub async fn greet_and_part(name: String) -> (String, String) {
    let task = tokio::spawn(async move { format!("hello, {name}") });
    let greeting = task.await.unwrap();
    (greeting, format!("goodbye, {name}"))
}
