//! The task announces, and the label is still there for the caller.

use crate::kata::announce;
use crate::kit;

pub async fn check() {
    let seen = kit::watch(announce(String::from("shutdown"))).await;
    let (announcement, label) = seen.output;
    kit::expect_eq("it is announced", announcement, "now: shutdown", "the words changed");
    kit::expect_eq("the label is given back", label, "shutdown", "the label went into the task for good");
    kit::expect_eq("a task announces", seen.tasks, 1, "nothing is spawned any more");
    kit::expect_eq("the task takes 10 ms", seen.ms, 10, "the `.await` is gone, or not in a task");
    kit::expect_no_leak(async |text| {
        announce(text).await;
    })
    .await;
}
