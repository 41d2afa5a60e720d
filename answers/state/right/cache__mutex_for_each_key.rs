//! A Tokio mutex for each key: whoever holds it fetches, and whoever gets it next finds the value.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

type Slot<V> = Arc<tokio::sync::Mutex<Option<V>>>;

pub struct Cache<V> {
    slots: Mutex<HashMap<String, Slot<V>>>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { slots: Mutex::new(HashMap::new()) }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let slot = self.slots.lock().unwrap().entry(key.to_owned()).or_default().clone();
        // A dropped future and a panic both drop the guard; a Tokio mutex is not poisoned.
        let mut slot = slot.lock().await;
        match &*slot {
            Some(value) => value.clone(),
            None => slot.insert(fetch().await).clone(),
        }
    }
}
