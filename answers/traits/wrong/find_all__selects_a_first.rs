//! Calls `select_all`, which panics when there is no look-up to wait for.
//! family: zero
//! caught by: no_ids_give_no_results_at_once
//! says: a first look-up taken for granted

use std::collections::HashMap;
use std::time::Duration;

use futures::future::select_all;
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
    let mut found = vec![None; ids.len()];
    let look_up = |(place, &id)| Box::pin(async move { (place, repo.find(id).await) });
    let mut running: Vec<_> = ids.iter().enumerate().map(look_up).collect();
    loop {
        let ((place, row), _, rest) = select_all(running).await;
        found[place] = row;
        if rest.is_empty() {
            return found;
        }
        running = rest;
    }
}
