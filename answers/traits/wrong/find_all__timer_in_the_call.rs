//! Creates the timer in the call of `find`. The 10 ms count from there, and the call needs a runtime.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: the call itself needed a runtime

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
    fn find(&self, id: u64) -> impl Future<Output = Option<String>> + Send {
        let timer = sleep(Duration::from_millis(10));
        async move {
            timer.await;
            self.rows.get(&id).cloned()
        }
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    join_all(ids.iter().map(|&id| repo.find(id))).await
}
