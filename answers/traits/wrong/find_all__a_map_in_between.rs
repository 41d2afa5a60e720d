//! Collects the rows in a map and takes them out of it. An id that comes twice is found only once.
//! family: left_out
//! caught by: each_place_has_its_own_result
//! says: an id that comes twice

use std::collections::HashMap;
use std::time::Duration;

use futures::stream::{self, StreamExt};
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
    let mut rows: HashMap<u64, String> = stream::iter(ids)
        .map(|&id| async move { (id, repo.find(id).await) })
        .buffer_unordered(ids.len().max(1))
        .filter_map(|(id, row)| async move { Some((id, row?)) })
        .collect()
        .await;
    ids.iter().map(|id| rows.remove(id)).collect()
}
