//! Makes the copy once, above the loop.
//! family: copied_state
//! caught by: the check
//! says: the old one is applied again

use std::time::Duration;
use tokio::sync::watch::Receiver;
use tokio::task::JoinHandle;

/// Applies the present theme and each newer one, in a task of its own, until the sender is gone. Returns what it
/// applied.
pub fn follow(mut themes: Receiver<String>) -> JoinHandle<Vec<String>> {
    tokio::spawn(async move {
        let mut applied = Vec::new();
        let theme = themes.borrow_and_update().clone();
        loop {
            applied.push(apply(theme.clone()).await);
            if themes.changed().await.is_err() {
                return applied;
            }
        }
    })
}

async fn apply(theme: String) -> String {
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("now {theme}")
}
