// A statement of its own: what it borrows is given back at its semicolon.

use std::time::Duration;
use tokio::sync::watch;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (settings, mut changes) = watch::channel(String::from("dark"));
    let task = tokio::spawn(async move {
        let theme = changes.borrow_and_update().clone();
        apply(theme).await
    });
    // Nobody holds this up.
    settings.send_replace(String::from("light"));
    assert_eq!(task.await.unwrap(), "now light");
}

async fn apply(theme: String) -> String {
    tokio::time::sleep(Duration::from_millis(1)).await;
    format!("now {theme}")
}
