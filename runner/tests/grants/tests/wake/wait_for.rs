//! `wait_for`: a thread, and to be woken by it.

use futures::future::LocalBoxFuture;
use tokio_katas::probe::prelude::*;

#[claim]
#[tokio::test(start_paused = true)]
async fn it_waits() {
    expect_eq("the number", &wait_for(|| 6 * 7).await, &42, "");
}

pub static ANSWER: Answer<fn(fn() -> u64) -> LocalBoxFuture<'static, u64>> = Answer::new();

fn wait_for(work: fn() -> u64) -> LocalBoxFuture<'static, u64> {
    ANSWER.get()(work)
}
