//! Lets a look-up end together with an earlier one of the same id. Each look-up takes 10 ms of its own.
//! family: wrong_clock
//! caught by: look_ups_do_not_wait_for_each_other
//! says: ends with an earlier one of the same id

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use futures::future::join_all;
use tokio::time::{Instant, sleep_until};
use tokio_katas::Repository;

pub struct MemoryRepository {
    rows: HashMap<u64, String>,
    under_way: Mutex<HashMap<u64, Instant>>,
}

impl MemoryRepository {
    pub fn new(rows: Vec<(u64, String)>) -> MemoryRepository {
        MemoryRepository { rows: rows.into_iter().collect(), under_way: Mutex::default() }
    }

    fn end_of(&self, id: u64) -> Instant {
        let now = Instant::now();
        let mut under_way = self.under_way.lock().expect("no one panics while holding it");
        under_way.retain(|_, end| *end > now);
        *under_way.entry(id).or_insert(now + Duration::from_millis(10))
    }
}

impl Repository for MemoryRepository {
    async fn find(&self, id: u64) -> Option<String> {
        sleep_until(self.end_of(id)).await;
        self.rows.get(&id).cloned()
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    join_all(ids.iter().map(|&id| repo.find(id))).await
}
