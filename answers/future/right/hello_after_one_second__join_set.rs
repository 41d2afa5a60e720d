//! A task that sleeps, in a JoinSet that aborts it when nobody waits any more.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

pub async fn hello_after_one_second() -> &'static str {
    let mut tasks = JoinSet::new();
    tasks.spawn(async {
        sleep(Duration::from_secs(1)).await;
        "Hello"
    });
    tasks.join_next().await.expect("one task").expect("it neither panics nor is aborted")
}
