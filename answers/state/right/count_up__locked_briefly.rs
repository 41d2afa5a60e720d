//! A std mutex, locked for one addition and never across the yield; handles that abort when dropped.

use std::sync::{Arc, Mutex};

use tokio::task::{JoinHandle, yield_now};

struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(Mutex::new(0));
    let adders: Vec<AbortOnDrop> = (0..tasks)
        .map(|_| {
            let counter = Arc::clone(&counter);
            AbortOnDrop(tokio::spawn(async move {
                for _ in 0..per_task {
                    *counter.lock().unwrap() += 1;
                    yield_now().await;
                }
            }))
        })
        .collect();
    for mut adder in adders {
        (&mut adder.0).await.unwrap();
    }
    *counter.lock().unwrap()
}
