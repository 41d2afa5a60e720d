//! An async fn: its type is known, so rustc sees for itself that it is `Send`.

use std::time::Duration;
use tokio::task::JoinHandle;

/// Doubles in 10 ms, triples in 20 ms.
async fn job(name: &str, number: u32) -> u32 {
    match name {
        "double" => {
            tokio::time::sleep(Duration::from_millis(10)).await;
            number * 2
        }
        _ => {
            tokio::time::sleep(Duration::from_millis(20)).await;
            number * 3
        }
    }
}

/// Runs a job in a task of its own.
pub fn run_in_background(name: &'static str, number: u32) -> JoinHandle<u32> {
    tokio::spawn(async move { job(name, number).await })
}
