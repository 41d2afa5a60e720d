//! Polls each look-up once, to start it, then awaits them one after the other. One poll starts a look-up only if its
//! first step is a wait: one that gives way first stands still until its turn comes.
//! family: suspended
//! explore: yes
//! caught by: all_ids_are_looked_up_at_the_same_time
//! says: too late

use std::collections::HashMap;
use std::time::Duration;

use futures::future::maybe_done;
use futures::poll;
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
    let mut lookups: Vec<_> = ids.iter().map(|&id| Box::pin(maybe_done(repo.find(id)))).collect();
    for lookup in &mut lookups {
        let _started = poll!(lookup.as_mut());
    }
    let mut found = Vec::new();
    for mut lookup in lookups {
        lookup.as_mut().await;
        found.push(lookup.as_mut().take_output().expect("it has been awaited"));
    }
    found
}
