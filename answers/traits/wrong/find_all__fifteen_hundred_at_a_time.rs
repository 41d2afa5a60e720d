//! Looks up 1,500 ids at the same time and no more, as many as its author thought there could be. Those beyond wait.
//! family: hidden_limit
//! caught by: thousands_of_ids_take_as_long_as_one
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
    stream::iter(ids).map(|&id| repo.find(id)).buffered(1500).collect().await
}
