//! Calls `fetch` in the call itself, whether the value is needed or not.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

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

    pub fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> impl Future<Output = V>
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let cell = Arc::clone(self.cells.lock().unwrap().entry(key.to_owned()).or_default());
        let fetched = fetch();
        async move { cell.get_or_init(|| fetched).await.clone() }
    }
}
