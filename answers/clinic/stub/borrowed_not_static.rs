//! rustc refuses this file. Cure it; `ui/borrowed_not_static.md` explains what rustc says.

use std::time::Duration;

/// Announces `label` in a task of its own, which takes 10 ms, and gives back both texts: the
/// announcement and the label.
pub async fn announce(label: String) -> (String, String) {
    let task = tokio::spawn(async {
        tokio::time::sleep(Duration::from_millis(10)).await;
        format!("now: {label}")
    });
    let announcement = task.await.unwrap();
    (announcement, label)
}
