use futures::future::LocalBoxFuture;
use tokio_katas::probe::{self, Answer, claim, timed};

pub static ANSWER: Answer<fn() -> LocalBoxFuture<'static, u32>> = Answer::new();

fn answer() -> LocalBoxFuture<'static, u32> {
    ANSWER.get()()
}

#[probe::test(start_paused = true)]
async fn it_gives_42_after_30_ms() {
    claim(async {
        timed(answer()).await.gave(42, "another number");
    })
    .await;
}

#[probe::test(start_paused = true)]
async fn it_waits() {
    claim(async {
        timed(answer()).await.took_ms(30, "answering at once");
    })
    .await;
}
