//! The values in one map, and in another a gate for each key in flight: a semaphore of one.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::sync::{RwLock, Semaphore};

pub struct Cache<V> {
    values: RwLock<HashMap<String, V>>,
    gates: Mutex<HashMap<String, Arc<Semaphore>>>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { values: RwLock::new(HashMap::new()), gates: Mutex::new(HashMap::new()) }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        if let Some(value) = self.values.read().await.get(key) {
            return value.clone();
        }
        let gate = {
            let mut gates = self.gates.lock().unwrap();
            Arc::clone(gates.entry(key.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(1))))
        };
        let _inside = gate.acquire().await.expect("a gate is never closed");
        if let Some(value) = self.values.read().await.get(key) {
            return value.clone();
        }
        let value = fetch().await;
        self.values.write().await.insert(key.to_owned(), value.clone());
        value
    }
}
