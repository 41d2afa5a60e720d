//! Has room for a hundred keys. A new key then pushes out another one.
//! family: fixed_room
//! caught by: a_fetched_value_stays
//! says: a new one pushes out an old one

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::sync::OnceCell;

pub struct Cache<V> {
    cells: Mutex<HashMap<String, Arc<OnceCell<V>>>>,
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
            if cells.len() >= 100 && !cells.contains_key(key) {
                let any = cells.keys().next().cloned();
                any.map(|old| cells.remove(&old));
            }
            Arc::clone(cells.entry(key.to_owned()).or_default())
        };
        cell.get_or_init(fetch).await.clone()
    }
}
