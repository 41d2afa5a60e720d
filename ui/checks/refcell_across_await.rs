//! Two steps at the same time.

use crate::kata::count_both;
use crate::kit;

pub async fn check() {
    let seen = kit::watch(count_both()).await;
    kit::expect_eq("both steps are counted", seen.output, 2, "a step is left out");
    kit::expect_eq("they take 10 ms together", seen.ms, 10, "they no longer run at the same time");
    kit::expect_eq("no task is needed", seen.tasks, 0, "a task in the place of a shorter loan");
}
