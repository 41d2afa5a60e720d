//! A stream with room for all look-ups; the rows behind a lock that no one holds across an await.

use std::collections::HashMap;
use std::sync::RwLock;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::time::sleep;
use tokio_katas::Repository;

pub struct MemoryRepository {
    rows: RwLock<HashMap<u64, String>>,
}

impl MemoryRepository {
    pub fn new(rows: Vec<(u64, String)>) -> MemoryRepository {
        MemoryRepository { rows: RwLock::new(rows.into_iter().collect()) }
    }
}

impl Repository for MemoryRepository {
    async fn find(&self, id: u64) -> Option<String> {
        sleep(Duration::from_millis(10)).await;
        self.rows.read().expect("no one panics while holding it").get(&id).cloned()
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    stream::iter(ids.iter().copied()).map(|id| repo.find(id)).buffered(ids.len().max(1)).collect().await
}
