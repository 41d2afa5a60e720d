//! Removes the key's cell when a fetch fails. Callers already waiting keep the old cell, newcomers get a new one,
//! and both fetch.
//! family: harms_others
//! caught by: a_newcomer_and_a_waiter_do_not_both_fetch
//! says: a new cell for the newcomer

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::sync::OnceCell;

pub struct Cache<V> {
    cells: Mutex<HashMap<String, Arc<OnceCell<V>>>>,
}

/// Tidies up after a failure: a cell that holds nothing need not stay.
struct Tidy<'a, V> {
    cache: &'a Cache<V>,
    key: &'a str,
    failed: bool,
}

impl<V> Drop for Tidy<'_, V> {
    fn drop(&mut self) {
        if self.failed {
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
            let mut tidy = Tidy { cache: self, key, failed: true };
            let value = fetch().await;
            tidy.failed = false;
            value
        })
        .await
        .clone()
    }
}
