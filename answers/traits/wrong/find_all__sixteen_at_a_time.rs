//! Looks up sixteen ids at a time, though the task has no limit.
//! family: hidden_limit
//! caught by: all_ids_are_looked_up_at_the_same_time
//! says: a limit that the task does not have

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
    stream::iter(ids).map(|&id| repo.find(id)).buffered(16).collect().await
}
