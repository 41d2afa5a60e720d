//! Each look-up carries its place and fills it when it ends; `find` without `async fn`, over sorted rows.

use std::time::Duration;

use futures::FutureExt;
use futures::stream::{FuturesUnordered, StreamExt};
use tokio::time::sleep;
use tokio_katas::Repository;

pub struct MemoryRepository {
    rows: Vec<(u64, String)>,
}

impl MemoryRepository {
    pub fn new(mut rows: Vec<(u64, String)>) -> MemoryRepository {
        rows.sort_unstable();
        MemoryRepository { rows }
    }
}

impl Repository for MemoryRepository {
    fn find(&self, id: u64) -> impl Future<Output = Option<String>> + Send {
        async { sleep(Duration::from_millis(10)).await }.map(move |()| {
            let place = self.rows.binary_search_by_key(&id, |(id, _)| *id).ok()?;
            Some(self.rows[place].1.clone())
        })
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    let mut found = vec![None; ids.len()];
    let mut look_ups: FuturesUnordered<_> =
        ids.iter().enumerate().map(|(place, &id)| async move { (place, repo.find(id).await) }).collect();
    while let Some((place, row)) = look_ups.next().await {
        found[place] = row;
    }
    found
}
