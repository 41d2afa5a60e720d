//! A look-up is a task of its own, in a set that aborts it when the look-up is dropped; results by channel.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_katas::Repository;

pub struct MemoryRepository {
    rows: Arc<HashMap<u64, String>>,
}

impl MemoryRepository {
    pub fn new(rows: Vec<(u64, String)>) -> MemoryRepository {
        MemoryRepository { rows: Arc::new(rows.into_iter().collect()) }
    }
}

impl Repository for MemoryRepository {
    async fn find(&self, id: u64) -> Option<String> {
        let rows = Arc::clone(&self.rows);
        let mut task = JoinSet::new();
        task.spawn(async move {
            sleep(Duration::from_millis(10)).await;
            rows.get(&id).cloned()
        });
        task.join_next().await?.ok()?
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    let (tx, mut rx) = mpsc::unbounded_channel();
    let tx = &tx;
    let look_ups = ids.iter().zip(0_usize..).map(|(&id, place)| async move {
        // The receiver is alive until all have ended.
        let _ = tx.send((place, repo.find(id).await));
    });
    join_all(look_ups).await;
    rx.close();
    let mut found = Vec::with_capacity(ids.len());
    while let Some(row) = rx.recv().await {
        found.push(row);
    }
    found.sort_unstable_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, row)| row).collect()
}
