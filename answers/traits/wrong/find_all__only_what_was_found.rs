//! Leaves out the ids that have no row. All later results move to the places of other ids.
//! family: left_out
//! caught by: results_are_in_the_order_of_the_ids
//! says: a None left out

use std::collections::HashMap;
use std::time::Duration;

use futures::stream::{FuturesOrdered, StreamExt};
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
    let look_ups: FuturesOrdered<_> = ids.iter().map(|&id| repo.find(id)).collect();
    look_ups.filter(|row| std::future::ready(row.is_some())).collect().await
}
