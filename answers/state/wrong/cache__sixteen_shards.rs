//! Holds the lock of one of sixteen shards while it fetches. Keys in the same shard wait for each other.
//! family: one_lock_for_all
//! caught by: different_keys_are_fetched_at_the_same_time
//! says: one lock for all keys

use std::collections::HashMap;
use std::future::Future;
use std::hash::{BuildHasher, RandomState};

use tokio::sync::Mutex;

pub struct Cache<V> {
    hasher: RandomState,
    shards: Vec<Mutex<HashMap<String, V>>>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        let shards = (0..16).map(|_| Mutex::new(HashMap::new())).collect();
        Cache { hasher: RandomState::new(), shards }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let shard = self.hasher.hash_one(key) as usize % self.shards.len();
        let mut values = self.shards[shard].lock().await;
        if let Some(value) = values.get(key) {
            return value.clone();
        }
        let value = fetch().await;
        values.insert(key.to_owned(), value.clone());
        value
    }
}
