//! Whoever fetches holds a `watch::Sender`. When it is dropped, for whatever reason, all who wait look again.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Mutex;

use tokio::sync::watch;

enum Entry<V> {
    Fetching(watch::Receiver<()>),
    Here(V),
}

pub struct Cache<V> {
    entries: Mutex<HashMap<String, Entry<V>>>,
}

/// Frees the key unless a value has come.
struct Fetching<'a, V> {
    cache: &'a Cache<V>,
    key: &'a str,
    _end: watch::Sender<()>,
}

impl<V> Drop for Fetching<'_, V> {
    fn drop(&mut self) {
        let mut entries = self.cache.entries.lock().unwrap();
        if let Some(Entry::Fetching(_)) = entries.get(self.key) {
            entries.remove(self.key);
        }
    }
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { entries: Mutex::new(HashMap::new()) }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let _fetching = loop {
            let mut ended = {
                let mut entries = self.entries.lock().unwrap();
                match entries.get(key) {
                    Some(Entry::Here(value)) => return value.clone(),
                    Some(Entry::Fetching(ended)) => ended.clone(),
                    None => {
                        let (end, ended) = watch::channel(());
                        entries.insert(key.to_owned(), Entry::Fetching(ended));
                        break Fetching { cache: self, key, _end: end };
                    }
                }
            };
            let _ = ended.changed().await;
        };
        let value = fetch().await;
        self.entries.lock().unwrap().insert(key.to_owned(), Entry::Here(value.clone()));
        value
    }
}
