use futures::future::LocalBoxFuture;
use tokio_katas::probe::prelude::*;

#[claim]
#[tokio::test(start_paused = true)]
async fn both_start_at_once() {
    let jobs = Jobs::lasting_ms([20, 10]);
    overlap(jobs.work()).await;
    jobs.started(1).expect_at_ms(0, ONE_BY_ONE);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn it_takes_as_long_as_the_longer_job() {
    let jobs = Jobs::lasting_ms([20, 10]);
    timed(overlap(jobs.work())).await.took_ms(20, ONE_BY_ONE);
}

pub static ANSWER: Answer<Overlap> = Answer::new();

type Overlap =
    fn(Box<dyn Fn(usize) -> LocalErasedFuture<'static, Done>>) -> LocalBoxFuture<'static, (Done, Done)>;

fn overlap<F, Fut>(work: F) -> LocalBoxFuture<'static, (Done, Done)>
where
    F: Fn(usize) -> Fut + 'static,
    Fut: Future<Output = Done> + 'static,
{
    ANSWER.get()(Box::new(move |item| LocalErasedFuture::new(work(item), |done| done)))
}

const ONE_BY_ONE: &str = "awaiting the first job before the second is called";
