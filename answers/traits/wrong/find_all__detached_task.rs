//! Looks up in a spawned task and keeps its plain handle. Dropping the call detaches the task.
//! family: detached
//! caught by: dropping_it_half_way_drops_the_look_ups
//! says: detaches it

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
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
        let look_up = tokio::spawn(async move {
            sleep(Duration::from_millis(10)).await;
            rows.get(&id).cloned()
        });
        look_up.await.ok()?
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    join_all(ids.iter().map(|&id| repo.find(id))).await
}
