//! The task gets a clone.

use std::time::Duration;

/// Announces `label` in a task of its own, which takes 10 ms, and gives back both texts: the
/// announcement and the label.
pub async fn announce(label: String) -> (String, String) {
    let for_task = label.clone();
    let task = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        format!("now: {for_task}")
    });
    let announcement = task.await.unwrap();
    (announcement, label)
}
