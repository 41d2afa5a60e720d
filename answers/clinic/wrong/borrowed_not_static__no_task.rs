//! Awaits the block here, where it may borrow. No task is spawned.
//! family: not_in_a_task
//! caught by: the check
//! says: nothing is spawned any more

use std::time::Duration;

/// Announces `label` in a task of its own, which takes 10 ms, and gives back both texts: the
/// announcement and the label.
pub async fn announce(label: String) -> (String, String) {
    let task = async {
        tokio::time::sleep(Duration::from_millis(10)).await;
        format!("now: {label}")
    };
    let announcement = task.await;
    (announcement, label)
}
