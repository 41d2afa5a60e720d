//! Awaits each look-up before it starts the next, so their times add up.
//! family: one_by_one
//! caught by: all_ids_are_looked_up_at_the_same_time
//! says: awaited before the next one

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::Repository;

pub struct MemoryRepository {
    rows: HashMap<u64, String>,
}

impl MemoryRepository {
    pub fn new(rows: Vec<(u64, String)>) -> MemoryRepository {
        MemoryRepository { rows: rows.into_iter().collect() }
    }
}

impl Repository for MemoryRepository {
    async fn find(&self, id: u64) -> Option<String> {
        sleep(Duration::from_millis(10)).await;
        self.rows.get(&id).cloned()
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    let mut found = Vec::with_capacity(ids.len());
    for &id in ids {
        found.push(repo.find(id).await);
    }
    found
}
