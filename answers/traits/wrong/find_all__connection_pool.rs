//! Takes one of 64 permits for each look-up, a limit that the task does not have.
//! family: hidden_limit
//! caught by: look_ups_do_not_wait_for_each_other
//! says: a pool of connections

use std::collections::HashMap;
use std::time::Duration;

use futures::future::join_all;
use tokio::sync::Semaphore;
use tokio::time::sleep;
use tokio_katas::Repository;

pub struct MemoryRepository {
    rows: HashMap<u64, String>,
    connections: Semaphore,
}

impl MemoryRepository {
    pub fn new(rows: Vec<(u64, String)>) -> MemoryRepository {
        MemoryRepository { rows: rows.into_iter().collect(), connections: Semaphore::new(64) }
    }
}

impl Repository for MemoryRepository {
    async fn find(&self, id: u64) -> Option<String> {
        let _connection = self.connections.acquire().await.ok()?;
        sleep(Duration::from_millis(10)).await;
        self.rows.get(&id).cloned()
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    join_all(ids.iter().map(|&id| repo.find(id))).await
}
