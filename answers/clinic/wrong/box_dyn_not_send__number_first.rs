//! Polls the future only once and takes its number. A job that waits is still pending.
//! family: forgotten_await
//! caught by: a panic
//! says: still pending

use std::pin::Pin;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Doubles in 10 ms, triples in 20 ms.
fn job(name: &str, number: u32) -> Pin<Box<dyn Future<Output = u32>>> {
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

fn ready(mut job: Pin<Box<dyn Future<Output = u32>>>) -> u32 {
    use std::task::{Context, Poll, Waker};
    match job.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(number) => number,
        Poll::Pending => panic!("the job is still pending"),
    }
}

/// Runs a job in a task of its own.
pub fn run_in_background(name: &'static str, number: u32) -> JoinHandle<u32> {
    tokio::spawn(async move { ready(job(name, number)) })
}
