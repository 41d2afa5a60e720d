use tokio_katas::probe::{claim, timed};

use super::kata::answer;

#[tokio::test(start_paused = true)]
async fn it_gives_42_after_30_ms() {
    claim(async {
        timed(answer()).await.gave(42, "another number");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn it_waits() {
    claim(async {
        timed(answer()).await.took_ms(30, "answering at once");
    })
    .await;
}
