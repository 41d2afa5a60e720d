//! All lines are in the log when the call returns.

use crate::kata::save_all;
use crate::kit;
use std::sync::Mutex;

pub async fn check() {
    let log = Mutex::new(Vec::new());
    let seen = kit::watch(save_all(&log, &["one", "two", "three"])).await;
    kit::expect_eq(
        "all lines are saved, in order, when the call returns",
        log.into_inner().unwrap(),
        ["one", "two", "three"],
        "a future that nobody awaits does nothing, however it is put away",
    );
    kit::expect_eq("three times 10 ms, one after the other", seen.ms, 30, "the lines are saved side by side");
}
