//! All lines are in the log when the call returns; the empty one is left out.

use crate::kata::save_all;
use crate::kit;
use std::sync::Mutex;

pub async fn check() {
    let log = Mutex::new(Vec::new());
    let seen = kit::watch(save_all(&log, &["one", "", "two"])).await;
    kit::expect_eq(
        "the lines are saved, in order, when the call returns; what cannot be saved stops nothing",
        log.into_inner().unwrap(),
        ["one", "two"],
        "the future is thrown away instead of its answer, or an error ends the loop",
    );
    kit::expect_eq(
        "three times 10 ms, one after the other",
        seen.ms,
        30,
        "not every line is tried, one by one",
    );
}
