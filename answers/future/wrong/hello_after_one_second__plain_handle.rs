//! Waits for a spawned task. If the wait is dropped, the task runs on: dropping a JoinHandle detaches it.
//! family: detached
//! caught by: dropping_it_half_way_stops_it
//! says: dropping the handle detaches it

use std::time::Duration;

use tokio::time::sleep;

pub async fn hello_after_one_second() -> &'static str {
    let task = tokio::spawn(async {
        sleep(Duration::from_secs(1)).await;
        "Hello"
    });
    task.await.expect("the task does not panic")
}
