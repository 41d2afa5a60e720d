//! `Pair`: two numbers and their sum.

use tokio_katas::probe::prelude::*;

#[claim]
#[tokio::test(start_paused = true)]
async fn it_adds() {
    expect_eq("the sum", &Pair::new(1, 2).sum(), &3, "");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn each_has_its_own() {
    let (one, other) = (Pair::new(1, 2), Pair::new(3, 4));
    expect_eq("the sums", &(one.sum(), other.sum()), &(3, 7), "");
}

pub static ANSWER: Answer<fn(u64, u64) -> Box<dyn Sum>> = Answer::new();

pub trait Sum {
    fn sum(&self) -> u64;
}

struct Pair;

impl Pair {
    #[allow(clippy::new_ret_no_self)]
    fn new(a: u64, b: u64) -> Box<dyn Sum> {
        ANSWER.get()(a, b)
    }
}
