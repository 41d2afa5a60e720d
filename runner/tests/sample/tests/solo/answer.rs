use futures::future::LocalBoxFuture;
use tokio_katas::probe::prelude::*;

#[claim]
#[tokio::test(start_paused = true)]
async fn it_gives_42_after_30_ms() {
    timed(answer()).await.gave(42, "another number");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn it_waits() {
    timed(answer()).await.took_ms(30, "answering at once");
}

pub static ANSWER: Answer<fn() -> LocalBoxFuture<'static, u32>> = Answer::new();

fn answer() -> LocalBoxFuture<'static, u32> {
    ANSWER.get()()
}
