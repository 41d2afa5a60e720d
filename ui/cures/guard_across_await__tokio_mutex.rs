// Tokio's guard may be held across an `.await`. Others wait for it meanwhile, but their threads do not.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let visits = Arc::new(Mutex::new(0));
    let for_task = Arc::clone(&visits);
    let task = tokio::spawn(async move {
        let mut count = for_task.lock().await;
        *count += 1;
        tokio::time::sleep(Duration::from_millis(1)).await;
        format!("visit {count}")
    });
    assert_eq!(task.await.unwrap(), "visit 1");
    assert_eq!(*visits.lock().await, 1);
}
