//! Looks at the look-ups every millisecond instead of being woken by them.
//! family: looks_now_and_then
//! caught by: all_ids_are_looked_up_at_the_same_time
//! says: only every so often

use std::collections::HashMap;
use std::time::Duration;

use futures::FutureExt;
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

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    let mut all = Box::pin(join_all(ids.iter().map(|&id| repo.find(id))));
    loop {
        if let Some(found) = all.as_mut().now_or_never() {
            return found;
        }
        sleep(Duration::from_millis(1)).await;
    }
}
