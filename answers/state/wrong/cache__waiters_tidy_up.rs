//! Lets every caller tidy up when it is dropped, even one that only waits. It removes the cell that the fetch
//! still uses.
//! family: harms_others
//! caught by: a_waiter_that_gives_up_harms_nobody
//! says: a guard that every caller holds

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::sync::OnceCell;

pub struct Cache<V> {
    cells: Mutex<HashMap<String, Arc<OnceCell<V>>>>,
}

struct Tidy<'a, V> {
    cache: &'a Cache<V>,
    key: &'a str,
    cell: Arc<OnceCell<V>>,
}

impl<V> Drop for Tidy<'_, V> {
    fn drop(&mut self) {
        if !self.cell.initialized() {
            self.cache.cells.lock().unwrap().remove(self.key);
        }
    }
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
        let cell = Arc::clone(self.cells.lock().unwrap().entry(key.to_owned()).or_default());
        let _tidy = Tidy { cache: self, key, cell: Arc::clone(&cell) };
        cell.get_or_init(fetch).await.clone()
    }
}
