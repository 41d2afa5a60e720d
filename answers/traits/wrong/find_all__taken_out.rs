//! Removes the row when it is found. The next look-up of that id finds nothing.
//! family: harms_others
//! caught by: a_look_up_takes_10_ms_found_or_not
//! says: a row that is taken out

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::Repository;

pub struct MemoryRepository {
    rows: Mutex<HashMap<u64, String>>,
}

impl MemoryRepository {
    pub fn new(rows: Vec<(u64, String)>) -> MemoryRepository {
        MemoryRepository { rows: Mutex::new(rows.into_iter().collect()) }
    }
}

impl Repository for MemoryRepository {
    async fn find(&self, id: u64) -> Option<String> {
        sleep(Duration::from_millis(10)).await;
        self.rows.lock().expect("no one panics while holding it").remove(&id)
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    join_all(ids.iter().map(|&id| repo.find(id))).await
}
