//! Down to liftoff, however deep.

use crate::kata::countdown;
use crate::kit;

pub async fn check() {
    let seen = kit::watch(countdown(3)).await;
    kit::expect_eq("3, 2, 1, liftoff", seen.output, ["3", "2", "1", "liftoff"], "the rest is not counted");
    kit::expect_eq(
        "three times 10 ms",
        seen.ms,
        30,
        "the `.await` is gone, or numbers are counted side by side",
    );
    let seen = kit::watch(countdown(200)).await;
    kit::expect_eq("200 numbers and liftoff", seen.output.len(), 201, "the depth is written into the code");
}
