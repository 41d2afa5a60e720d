//! Calls `find` for all ids in the call, before the future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: `find` called for the ids before

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
        sleep(Duration::from_millis(10)).await;
        self.rows.get(&id).cloned()
    }
}

pub fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> impl Future<Output = Vec<Option<String>>> {
    join_all(ids.iter().map(|&id| repo.find(id)))
}
