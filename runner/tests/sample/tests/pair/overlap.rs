use tokio_katas::probe::{Jobs, claim, timed};

use super::kata::overlap;

const ONE_BY_ONE: &str = "awaiting the first job before the second is called";

#[tokio::test(start_paused = true)]
async fn both_start_at_once() {
    claim(async {
        let jobs = Jobs::lasting_ms([20, 10]);
        overlap(jobs.work()).await;
        jobs.started(1).expect_at_ms(0, ONE_BY_ONE);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn it_takes_as_long_as_the_longer_job() {
    claim(async {
        let jobs = Jobs::lasting_ms([20, 10]);
        timed(overlap(jobs.work())).await.took_ms(20, ONE_BY_ONE);
    })
    .await;
}
