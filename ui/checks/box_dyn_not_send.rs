//! Both jobs run, in tasks, at the same time.

use crate::kata::run_in_background;
use crate::kit;

pub async fn check() {
    let seen = kit::watch(async {
        let double = run_in_background("double", 21);
        let triple = run_in_background("triple", 21);
        (double.await.unwrap(), triple.await.unwrap())
    })
    .await;
    kit::expect_eq("21 is doubled and tripled", seen.output, (42, 63), "a job is lost");
    kit::expect_eq("each job has its task", seen.tasks, 2, "a job runs before the task is spawned");
    kit::expect_eq(
        "10 ms and 20 ms side by side take 20 ms",
        seen.ms,
        20,
        "the jobs no longer wait, or not in a task",
    );
}
