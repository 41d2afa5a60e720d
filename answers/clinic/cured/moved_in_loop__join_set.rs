//! No channel: the tasks give back their numbers.

use std::time::Duration;
use tokio::task::JoinSet;

/// Starts `count` tasks side by side. Each works for 10 ms and reports its number; all numbers, sorted.
pub async fn collect_reports(count: u32) -> Vec<u32> {
    let mut tasks = JoinSet::new();
    for id in 0..count {
        tasks.spawn(async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            id
        });
    }

    let mut reports = tasks.join_all().await;
    reports.sort();
    reports
}
