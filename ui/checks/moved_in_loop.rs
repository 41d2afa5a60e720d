//! Twenty tasks, side by side, and an end.

use crate::kata::collect_reports;
use crate::kit;
use std::time::Duration;
use tokio::time::timeout;

pub async fn check() {
    let Ok(seen) = timeout(Duration::from_secs(60), kit::watch(collect_reports(20))).await else {
        kit::fail(
            "`recv` ends after the last report",
            "the first `tx` is still alive, so the channel is open: drop it after the loop",
        );
    };
    kit::expect_eq(
        "every task reports",
        seen.output,
        (0..20).collect::<Vec<u32>>(),
        "only the task that took the sender reports",
    );
    kit::expect_eq("every number has its task", seen.tasks, 20, "one task does the work of many");
    kit::expect_eq(
        "twenty tasks of 10 ms take 10 ms",
        seen.ms,
        10,
        "each task is awaited before the next starts",
    );
    let none = kit::watch(collect_reports(0)).await;
    kit::expect_eq("no task, no report", none.output, Vec::new(), "a report is made up");
}
