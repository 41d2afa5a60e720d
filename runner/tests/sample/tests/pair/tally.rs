use tokio_katas::probe::{claim, expect_eq};

use super::kata::Tally;

#[tokio::test(start_paused = true)]
async fn it_adds_up() {
    claim(async {
        let mut tally = Tally::new();
        tally.add(1);
        expect_eq("the sum of 1 and 2", &tally.add(2), &3, "starting anew");
    })
    .await;
}
