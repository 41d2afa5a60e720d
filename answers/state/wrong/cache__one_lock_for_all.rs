//! Holds the lock on the whole map while it fetches, so only one key is fetched at a time.
//! family: one_lock_for_all
//! caught by: different_keys_are_fetched_at_the_same_time
//! says: one lock for all keys

use std::collections::HashMap;
use std::future::Future;

use tokio::sync::Mutex;

pub struct Cache<V> {
    values: Mutex<HashMap<String, V>>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { values: Mutex::new(HashMap::new()) }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let mut values = self.values.lock().await;
        if let Some(value) = values.get(key) {
            return value.clone();
        }
        let value = fetch().await;
        values.insert(key.to_owned(), value.clone());
        value
    }
}
