use tokio_katas::probe::prelude::*;

#[claim]
#[tokio::test(start_paused = true)]
async fn it_adds_up() {
    let mut tally = Tally::new();
    tally.add(1);
    expect_eq("the sum of 1 and 2", &tally.add(2), &3, "starting anew");
}

pub static ANSWER: Answer<fn() -> Box<dyn Adds>> = Answer::new();

pub trait Adds {
    fn add(&mut self, number: u32) -> u32;
}

struct Tally;

impl Tally {
    #[allow(clippy::new_ret_no_self)]
    fn new() -> Box<dyn Adds> {
        ANSWER.get()()
    }
}
