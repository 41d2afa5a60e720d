//! The type says `+ Send`.

use std::pin::Pin;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Doubles in 10 ms, triples in 20 ms.
fn job(name: &str, number: u32) -> Pin<Box<dyn Future<Output = u32> + Send>> {
    match name {
        "double" => Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            number * 2
        }),
        _ => Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            number * 3
        }),
    }
}

/// Runs a job in a task of its own.
pub fn run_in_background(name: &'static str, number: u32) -> JoinHandle<u32> {
    tokio::spawn(async move { job(name, number).await })
}
