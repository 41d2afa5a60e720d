//! Moves the whole loop into one task, which reports one number after the other.
//! family: one_by_one
//! caught by: the check
//! says: every number has its task

use std::time::Duration;
use tokio::sync::mpsc;

/// Starts `count` tasks side by side. Each works for 10 ms and reports its number; all numbers, sorted.
pub async fn collect_reports(count: u32) -> Vec<u32> {
    let (tx, mut rx) = mpsc::channel(8);
    tokio::spawn(async move {
        for id in 0..count {
            tokio::time::sleep(Duration::from_millis(10)).await;
            tx.send(id).await.unwrap();
        }
    });

    let mut reports = Vec::new();
    while let Some(id) = rx.recv().await {
        reports.push(id);
    }
    reports.sort();
    reports
}
