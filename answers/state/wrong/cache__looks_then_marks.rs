//! Looks for the key's cell with the lock held, lets go, and puts a new one in with the lock held again: another
//! thread comes in between.
//! caught by: threads_fetch_a_key_once
//! says: another thread comes between them

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

    fn find(&self, key: &str) -> Option<Arc<OnceCell<V>>> {
        self.cells.lock().unwrap().get(key).cloned()
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let cell = self.find(key).unwrap_or_else(|| {
            let cell = Arc::new(OnceCell::new());
            self.cells.lock().unwrap().insert(key.to_owned(), Arc::clone(&cell));
            cell
        });
        cell.get_or_init(fetch).await.clone()
    }
}
