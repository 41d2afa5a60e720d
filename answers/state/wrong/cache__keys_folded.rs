//! Trims the keys and folds them to lower case, so different keys share one value.
//! family: input_changed
//! caught by: every_key_has_its_own_value
//! says: keys that are trimmed

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
        let key = key.trim().to_lowercase();
        let cell = Arc::clone(self.cells.lock().unwrap().entry(key).or_default());
        cell.get_or_init(fetch).await.clone()
    }
}
