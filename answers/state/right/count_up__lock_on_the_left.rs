//! The lock on the left of `+=`, an `.await` on the right: for numbers the right side comes first, so the lock
//! is not held meanwhile.

use std::sync::{Arc, Mutex};

use tokio::task::{JoinHandle, yield_now};

struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Lets others run first.
async fn one() -> usize {
    yield_now().await;
    1
}

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(Mutex::new(0));
    let adders: Vec<AbortOnDrop> = (0..tasks)
        .map(|_| {
            let counter = Arc::clone(&counter);
            AbortOnDrop(tokio::spawn(async move {
                for _ in 0..per_task {
                    *counter.lock().unwrap() += one().await;
                }
            }))
        })
        .collect();
    for mut adder in adders {
        (&mut adder.0).await.unwrap();
    }
    *counter.lock().unwrap()
}
