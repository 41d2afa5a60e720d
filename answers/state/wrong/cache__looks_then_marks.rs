//! Looks for the key's cell, awaits something else, and only then inserts a new cell. Other callers come in
//! between and insert their own.
//! family: check_then_act
//! caught by: a_key_is_fetched_once_however_many_ask
//! says: nothing in between that tells others

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::sync::OnceCell;

pub struct Cache<V> {
    cells: Mutex<HashMap<String, Arc<OnceCell<V>>>>,
    misses: tokio::sync::Mutex<u64>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { cells: Mutex::default(), misses: tokio::sync::Mutex::new(0) }
    }

    fn find(&self, key: &str) -> Option<Arc<OnceCell<V>>> {
        self.cells.lock().unwrap().get(key).cloned()
    }

    async fn count_the_miss(&self) {
        *self.misses.lock().await += 1;
        // As a metrics library would: sends, and lets others run.
        tokio::task::yield_now().await;
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let cell = match self.find(key) {
            Some(cell) => cell,
            None => {
                self.count_the_miss().await;
                let cell = Arc::new(OnceCell::new());
                self.cells.lock().unwrap().insert(key.to_owned(), Arc::clone(&cell));
                cell
            }
        };
        cell.get_or_init(fetch).await.clone()
    }
}
