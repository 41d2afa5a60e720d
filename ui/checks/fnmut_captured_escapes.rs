//! Some rounds, and none.

use crate::kata::count_rounds;
use crate::kit;

pub async fn check() {
    let seen = kit::watch(count_rounds(3)).await;
    kit::expect_eq("each round is counted", seen.output, 3, "each future counts a copy of its own");
    kit::expect_eq("three rounds take 30 ms", seen.ms, 30, "the wait is gone, or the rounds run at once");
    kit::expect_eq("nothing is spawned", seen.tasks, 0, "a task in the place of a plain call");
    kit::expect_eq("no round is none", count_rounds(0).await, 0, "the count does not begin at 0");
}
