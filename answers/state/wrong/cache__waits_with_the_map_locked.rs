//! Waits for a key's cell while it still holds the lock on the map. A slow key holds up all the others.
//! family: one_lock_for_all
//! caught by: a_slow_key_holds_up_no_other
//! says: one lock for all keys

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use tokio::sync::Mutex;

type Slot<V> = Arc<Mutex<Option<V>>>;

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
        let mut slot = {
            let mut slots = self.slots.lock().await;
            let slot = Arc::clone(slots.entry(key.to_owned()).or_default());
            slot.lock_owned().await
        };
        match &*slot {
            Some(value) => value.clone(),
            None => slot.insert(fetch().await).clone(),
        }
    }
}
