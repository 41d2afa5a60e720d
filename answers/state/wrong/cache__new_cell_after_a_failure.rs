//! Throws the key's cell away when a fetch fails: those who wait go on with the old cell, and newcomers get
//! another one.
//! caught by: a_newcomer_and_a_waiter_do_not_both_fetch
//! says: a new cell for the newcomer

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::sync::OnceCell;

pub struct Cache<V> {
    cells: Mutex<HashMap<String, Arc<OnceCell<V>>>>,
}

/// Tidies up: a cell that holds nothing need not stay.
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
        cell.get_or_init(async || {
            let _tidy = Tidy { cache: self, key, cell: Arc::clone(&cell) };
            fetch().await
        })
        .await
        .clone()
    }
}
