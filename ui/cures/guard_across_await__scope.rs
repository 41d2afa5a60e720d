// The lock is held in a block of its own, and what the task needs later is copied out of it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let visits = Arc::new(Mutex::new(0));
    let for_task = Arc::clone(&visits);
    let task = tokio::spawn(async move {
        let count = {
            let mut count = for_task.lock().unwrap();
            *count += 1;
            *count
        };
        tokio::time::sleep(Duration::from_millis(1)).await;
        format!("visit {count}")
    });
    tokio::task::yield_now().await;
    assert!(visits.try_lock().is_ok(), "nobody holds the lock while the task waits");
    assert_eq!(task.await.unwrap(), "visit 1");
}
