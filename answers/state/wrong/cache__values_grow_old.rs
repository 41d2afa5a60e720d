//! Takes a value for stale after a minute and fetches it again.
//! family: done_again
//! caught by: a_fetched_value_stays
//! says: it belongs in the map

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;

type Cell<V> = Arc<OnceCell<(Instant, V)>>;

pub struct Cache<V> {
    cells: Mutex<HashMap<String, Cell<V>>>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { cells: Mutex::default() }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let cell = {
            let mut cells = self.cells.lock().unwrap();
            let cell = cells.entry(key.to_owned()).or_default();
            if cell.get().is_some_and(|(fetched, _)| fetched.elapsed() > Duration::from_secs(60)) {
                *cell = Arc::default();
            }
            Arc::clone(cell)
        };
        cell.get_or_init(async || (Instant::now(), fetch().await)).await.1.clone()
    }
}
