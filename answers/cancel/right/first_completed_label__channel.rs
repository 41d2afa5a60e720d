//! Each branch sends its label; the first message is the answer.

use std::time::Duration;

use futures::future::join;
use tokio::sync::mpsc;
use tokio::time::sleep;

async fn branch(ms: u64, label: &'static str, tx: mpsc::Sender<&'static str>) {
    sleep(Duration::from_millis(ms)).await;
    let _ = tx.send(label).await;
}

pub async fn first_completed_label() -> &'static str {
    let (tx, mut rx) = mpsc::channel(2);
    let branches = join(branch(5, "fast path", tx.clone()), branch(50, "slow path", tx));
    tokio::select! {
        Some(label) = rx.recv() => label,
        _ = branches => unreachable!("the first message comes before the end of both"),
    }
}
