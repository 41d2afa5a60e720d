//! The label goes into the task, and comes back as part of its result.

use std::time::Duration;

/// Announces `label` in a task of its own, which takes 10 ms, and gives back both texts: the
/// announcement and the label.
pub async fn announce(label: String) -> (String, String) {
    let task = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        (format!("now: {label}"), label)
    });
    task.await.unwrap()
}
