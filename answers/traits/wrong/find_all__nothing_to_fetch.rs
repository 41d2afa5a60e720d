//! Answers at once when the row is not there. Every look-up takes 10 ms, found or not.
//! family: wrong_wait
//! caught by: a_look_up_takes_10_ms_found_or_not
//! says: not there answered at once

use std::collections::HashMap;
use std::time::Duration;

use futures::future::join_all;
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
        let row = self.rows.get(&id)?;
        sleep(Duration::from_millis(10)).await;
        Some(row.clone())
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    join_all(ids.iter().map(|&id| repo.find(id))).await
}
