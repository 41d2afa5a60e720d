//! Aborts its task at the end and returns without waiting until the task is gone.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: an abort that is not waited for

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

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    let number = ids.len();
    let slow = tokio::spawn(async move {
        sleep(Duration::from_secs(1)).await;
        eprintln!("still looking up {number} ids");
    });
    let found = join_all(ids.iter().map(|&id| repo.find(id))).await;
    // An abort is a request: the task is gone when the runtime has run once more.
    slow.abort();
    found
}
