//! Leaves the loop after the first task, so the others never start.
//! family: left_out
//! caught by: the check
//! says: only the task that took the sender reports

use std::time::Duration;
use tokio::sync::mpsc;

/// Starts `count` tasks side by side. Each works for 10 ms and reports its number; all numbers, sorted.
pub async fn collect_reports(count: u32) -> Vec<u32> {
    let (tx, mut rx) = mpsc::channel(8);
    for id in 0..count {
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            tx.send(id).await.unwrap();
        });
        break;
    }

    let mut reports = Vec::new();
    while let Some(id) = rx.recv().await {
        reports.push(id);
    }
    reports.sort();
    reports
}
