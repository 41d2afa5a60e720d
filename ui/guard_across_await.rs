use std::sync::{Arc, Mutex};
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let visits = Arc::new(Mutex::new(0));
    // The mistake: `count` holds the lock while the task waits, and only its own thread may unlock.
    //~ ERROR future cannot be sent between threads safely
    //~ NOTE has type `std::sync::MutexGuard<'_, i32>` which is not `Send`
    let task = tokio::spawn(async move {
        let mut count = visits.lock().unwrap();
        *count += 1;
        tokio::time::sleep(Duration::from_millis(1)).await;
        println!("visit {count}");
    });
    task.await.unwrap();
}
