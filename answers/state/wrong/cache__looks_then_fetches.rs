//! Looks, then fetches, then stores. Everyone who looks before the first value is there fetches it too.
//! family: check_then_act
//! caught by: a_key_is_fetched_once_however_many_ask
//! says: all who ask before the first value is there fetch it

use std::collections::HashMap;
use std::future::Future;
use std::sync::Mutex;

pub struct Cache<V> {
    values: Mutex<HashMap<String, V>>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { values: Mutex::default() }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        if let Some(value) = self.values.lock().unwrap().get(key) {
            return value.clone();
        }
        let value = fetch().await;
        self.values.lock().unwrap().entry(key.to_owned()).or_insert(value).clone()
    }
}
