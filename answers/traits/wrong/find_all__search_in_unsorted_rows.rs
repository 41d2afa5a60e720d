//! Uses a binary search in rows that are not sorted.
//! family: wrong_value
//! caught by: every_id_finds_its_own_row
//! says: needs sorted rows

use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::Repository;

pub struct MemoryRepository {
    rows: Vec<(u64, String)>,
}

impl MemoryRepository {
    pub fn new(rows: Vec<(u64, String)>) -> MemoryRepository {
        MemoryRepository { rows }
    }
}

impl Repository for MemoryRepository {
    async fn find(&self, id: u64) -> Option<String> {
        sleep(Duration::from_millis(10)).await;
        let place = self.rows.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(self.rows[place].1.clone())
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    join_all(ids.iter().map(|&id| repo.find(id))).await
}
