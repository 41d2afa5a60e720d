//! Leaks the label so that the task may borrow it for ever.
//! family: kept_alive
//! caught by: the check
//! says: never giving it back

use std::time::Duration;

/// Announces `label` in a task of its own, which takes 10 ms, and gives back both texts: the
/// announcement and the label.
pub async fn announce(label: String) -> (String, String) {
    let label: &'static str = label.leak();
    let task = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        format!("now: {label}")
    });
    let announcement = task.await.unwrap();
    (announcement, label.to_owned())
}
