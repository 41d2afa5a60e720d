//! Collects the results as the look-ups end, so they are not in the order of the ids.
//! family: completion_order
//! caught by: results_are_in_the_order_of_the_ids
//! says: in the place of its id

use std::collections::HashMap;
use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt};
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
    let look_ups: FuturesUnordered<_> = ids.iter().map(|&id| repo.find(id)).collect();
    look_ups.collect().await
}
