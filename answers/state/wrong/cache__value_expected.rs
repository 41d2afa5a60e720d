//! Unwraps what a waiter receives. When the fetch is dropped its sender closes, and every waiter panics.
//! family: closed_taken_wrong
//! caught by: exactly_one_that_waits_fetches_instead
//! says: the end of a wait is taken for a value

use std::collections::HashMap;
use std::future::Future;
use std::sync::Mutex;

use tokio::sync::broadcast;

enum Entry<V> {
    Fetching(broadcast::WeakSender<V>),
    Here(V),
}

pub struct Cache<V> {
    entries: Mutex<HashMap<String, Entry<V>>>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { entries: Mutex::default() }
    }

    fn join_or_lead(&self, key: &str) -> Result<V, (Option<broadcast::Sender<V>>, broadcast::Receiver<V>)> {
        let mut entries = self.entries.lock().unwrap();
        match entries.get(key) {
            Some(Entry::Here(value)) => return Ok(value.clone()),
            Some(Entry::Fetching(tell)) if let Some(tell) = tell.upgrade() => {
                return Err((None, tell.subscribe()));
            }
            _ => {}
        }
        let (tell, told) = broadcast::channel(1);
        entries.insert(key.to_owned(), Entry::Fetching(tell.downgrade()));
        Err((Some(tell), told))
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        match self.join_or_lead(key) {
            Ok(value) => value,
            Err((None, mut told)) => told.recv().await.unwrap(),
            Err((Some(tell), _told)) => {
                let value = fetch().await;
                self.entries.lock().unwrap().insert(key.to_owned(), Entry::Here(value.clone()));
                let _ = tell.send(value.clone());
                value
            }
        }
    }
}
