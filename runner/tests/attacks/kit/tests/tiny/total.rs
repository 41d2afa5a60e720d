//! `total`: add up numbers, waiting 10 ms for each.

use futures::future::LocalBoxFuture;
use tokio_katas::probe::prelude::*;

#[claim]
#[tokio::test(start_paused = true)]
async fn it_adds() {
    expect_eq("the sum", &total(vec![1, 2, 3]).await, &6, "");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn it_waits_for_each() {
    let seen = timed(total(vec![4])).await;
    assert_eq!(seen.value, 4);
    seen.took_ms(10, "");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn any_numbers_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..5 {
        let numbers: Vec<u64> = (0..4).map(|_| rng.pick(1..1000)).collect();
        let sum = numbers.iter().sum::<u64>();
        expect_eq("the sum", &total(numbers).await, &sum, "");
    }
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_adds_up_to_nothing() {
    let seen = timed(total(Vec::new())).await;
    expect_eq("the sum", &seen.value, &0, "");
    seen.took_ms(0, "");
}

pub static ANSWER: Answer<fn(Vec<u64>) -> LocalBoxFuture<'static, u64>> = Answer::new();

fn total(numbers: Vec<u64>) -> LocalBoxFuture<'static, u64> {
    ANSWER.get()(numbers)
}
