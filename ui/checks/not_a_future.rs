//! Three numbers, added up in a task.

use crate::kata::add_up;
use crate::kit;

pub async fn check() {
    let seen = kit::watch(async { add_up(vec![1, 2, 4]).await.unwrap() }).await;
    kit::expect_eq("the sum is right", seen.output, 7, "a number is lost");
    kit::expect_eq("a task adds up", seen.tasks, 1, "nothing is spawned any more");
    kit::expect_eq(
        "each number takes 1 ms",
        seen.ms,
        3,
        "the thread is stopped instead of the task, or nothing takes any time",
    );
}
