//! Leaves the loop out, and with it all changes.
//! family: left_out
//! caught by: the check
//! says: a newer one is missed

use std::time::Duration;
use tokio::sync::watch::Receiver;
use tokio::task::JoinHandle;

/// Applies the present theme and each newer one, in a task of its own, until the sender is gone. Returns what it
/// applied.
pub fn follow(mut themes: Receiver<String>) -> JoinHandle<Vec<String>> {
    tokio::spawn(async move {
        let theme = themes.borrow_and_update().clone();
        vec![apply(theme).await]
    })
}

async fn apply(theme: String) -> String {
    tokio::time::sleep(Duration::from_millis(10)).await;
    format!("now {theme}")
}
