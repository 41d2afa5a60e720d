//! Frees the key when a fetch is dropped, but wakes no one. Those who wait go on waiting.
//! family: lost_wake_up
//! caught by: exactly_one_that_waits_fetches_instead
//! says: without a wake-up

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

enum Entry<V> {
    Fetching(Arc<Notify>),
    Here(V),
}

pub struct Cache<V> {
    entries: Mutex<HashMap<String, Entry<V>>>,
}

/// Frees the key, unless a value is there.
struct Guard<'a, V> {
    cache: &'a Cache<V>,
    key: &'a str,
    end: Arc<Notify>,
}

impl<V> Drop for Guard<'_, V> {
    fn drop(&mut self) {
        if let Some(Entry::Here(_)) = self.cache.entries.lock().unwrap().get(self.key) {
            self.end.notify_waiters();
            return;
        }
        self.cache.entries.lock().unwrap().remove(self.key);
    }
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { entries: Mutex::default() }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let _guard = loop {
            let end = {
                let mut entries = self.entries.lock().unwrap();
                match entries.get(key) {
                    Some(Entry::Here(value)) => return value.clone(),
                    Some(Entry::Fetching(end)) => Arc::clone(end).notified_owned(),
                    None => {
                        let end = Arc::new(Notify::new());
                        entries.insert(key.to_owned(), Entry::Fetching(Arc::clone(&end)));
                        break Guard { cache: self, key, end };
                    }
                }
            };
            end.await;
        };
        let value = fetch().await;
        self.entries.lock().unwrap().insert(key.to_owned(), Entry::Here(value.clone()));
        value
    }
}
