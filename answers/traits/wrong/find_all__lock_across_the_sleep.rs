//! Holds a lock while it sleeps, so only one look-up runs at a time.
//! family: lock_across_await
//! caught by: look_ups_do_not_wait_for_each_other
//! says: a lock held across the sleep

use std::collections::HashMap;
use std::time::Duration;

use futures::future::join_all;
use tokio::sync::Mutex;
use tokio::time::sleep;
use tokio_katas::Repository;

pub struct MemoryRepository {
    rows: Mutex<HashMap<u64, String>>,
}

impl MemoryRepository {
    pub fn new(rows: Vec<(u64, String)>) -> MemoryRepository {
        MemoryRepository { rows: Mutex::new(rows.into_iter().collect()) }
    }
}

impl Repository for MemoryRepository {
    async fn find(&self, id: u64) -> Option<String> {
        let rows = self.rows.lock().await;
        sleep(Duration::from_millis(10)).await;
        rows.get(&id).cloned()
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    join_all(ids.iter().map(|&id| repo.find(id))).await
}
