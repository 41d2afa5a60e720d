//! `finish`: a future that checks by itself how it is polled.

use std::future::poll_fn;
use std::task::Poll;

use futures::future::LocalBoxFuture;
use tokio_katas::probe::prelude::*;

#[claim]
#[tokio::test(start_paused = true)]
async fn it_stops_at_the_end() {
    let mut ended = false;
    let work = poll_fn(move |_| {
        expect(!ended, || Failure::new("the work was polled again after it had ended"));
        ended = true;
        Poll::Ready(42)
    });
    expect_eq("the number", &finish(Box::pin(work)).await, &42, "");
}

type Finish = fn(LocalBoxFuture<'static, u64>) -> LocalBoxFuture<'static, u64>;

pub static ANSWER: Answer<Finish> = Answer::new();

fn finish(work: LocalBoxFuture<'static, u64>) -> LocalBoxFuture<'static, u64> {
    ANSWER.get()(work)
}
