//! Marks a key as being fetched and removes the mark in the line after the fetch. A fetch that is dropped never
//! gets there.
//! family: no_drop_guard
//! caught by: a_fetch_that_is_dropped_leaves_the_key_free
//! says: a guard removes it in its Drop

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

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { entries: Mutex::default() }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let end = loop {
            let end = {
                let mut entries = self.entries.lock().unwrap();
                match entries.get(key) {
                    Some(Entry::Here(value)) => return value.clone(),
                    Some(Entry::Fetching(end)) => Arc::clone(end).notified_owned(),
                    None => {
                        let end = Arc::new(Notify::new());
                        entries.insert(key.to_owned(), Entry::Fetching(Arc::clone(&end)));
                        break end;
                    }
                }
            };
            end.await;
        };
        let value = fetch().await;
        self.entries.lock().unwrap().insert(key.to_owned(), Entry::Here(value.clone()));
        end.notify_waiters();
        value
    }
}
