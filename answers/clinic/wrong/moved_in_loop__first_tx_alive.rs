//! Clones a sender for each task and keeps the first one. The channel never closes.
//! family: kept_alive
//! caught by: the check
//! says: the first `tx` is still alive

use std::time::Duration;
use tokio::sync::mpsc;

/// Starts `count` tasks side by side. Each works for 10 ms and reports its number; all numbers, sorted.
pub async fn collect_reports(count: u32) -> Vec<u32> {
    let (tx, mut rx) = mpsc::channel(8);
    for id in 0..count {
        let tx = tx.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            tx.send(id).await.unwrap();
        });
    }

    let mut reports = Vec::new();
    while let Some(id) = rx.recv().await {
        reports.push(id);
    }
    reports.sort();
    reports
}
