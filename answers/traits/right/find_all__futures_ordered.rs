//! A queue of futures that gives results in the order in which they were put in; the rows in a sorted map.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::stream::{FuturesOrdered, StreamExt};
use tokio::time::sleep;
use tokio_katas::Repository;

pub struct MemoryRepository(BTreeMap<u64, String>);

impl MemoryRepository {
    pub fn new(rows: Vec<(u64, String)>) -> MemoryRepository {
        MemoryRepository(BTreeMap::from_iter(rows))
    }
}

impl Repository for MemoryRepository {
    async fn find(&self, id: u64) -> Option<String> {
        let row = self.0.get(&id).cloned();
        sleep(Duration::from_millis(10)).await;
        row
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    let look_ups: FuturesOrdered<_> = ids.iter().map(|id| repo.find(*id)).collect();
    look_ups.collect().await
}
