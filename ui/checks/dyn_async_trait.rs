//! Memory first, then the disk.

use crate::kata::load;
use crate::kit;

pub async fn check() {
    let a = kit::watch(load("a")).await;
    kit::expect_eq(
        "the memory answers first",
        a.output.as_deref(),
        Some("a from memory"),
        "the order changed",
    );
    kit::expect_eq("the disk is not asked for what the memory knows", a.ms, 0, "both are asked each time");
    let b = kit::watch(load("b")).await;
    kit::expect_eq("the disk is asked next", b.output.as_deref(), Some("b from disk"), "a store is left out");
    kit::expect_eq("the disk takes 10 ms", b.ms, 10, "the `.await` is gone");
    let c = kit::watch(load("c")).await;
    kit::expect_eq("nobody knows c", c.output, None::<String>, "an answer is made up");
}
