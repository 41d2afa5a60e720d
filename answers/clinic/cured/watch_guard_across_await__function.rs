//! A plain function makes the copy: what it borrows ends with it.

use std::time::Duration;
use tokio::sync::watch::Receiver;
use tokio::task::JoinHandle;

/// Applies the present theme and each newer one, in a task of its own, until the sender is gone. Returns what it
/// applied.
pub fn follow(mut themes: Receiver<String>) -> JoinHandle<Vec<String>> {
    tokio::spawn(async move {
        let mut applied = Vec::new();
        loop {
            applied.push(apply(newest(&mut themes)).await);
            if themes.changed().await.is_err() {
                return applied;
            }
        }
    })
}

fn newest(themes: &mut Receiver<String>) -> String {
    themes.borrow_and_update().clone()
}

async fn apply(theme: String) -> String {
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("now {theme}")
}
