//! Lets every waiter fetch for itself when a fetch fails. Only one of them should; the others should wait again.
//! family: done_again
//! caught by: exactly_one_that_waits_fetches_instead
//! says: each then fetches

use std::collections::HashMap;
use std::future::Future;
use std::sync::Mutex;

use tokio::sync::watch;

type Fetching<V> = watch::Receiver<Option<V>>;

pub struct Cache<V> {
    entries: Mutex<HashMap<String, Fetching<V>>>,
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
        let (tell, told) = watch::channel(None);
        let other = {
            let mut entries = self.entries.lock().unwrap();
            match entries.get(key) {
                Some(other) if other.borrow().is_some() || other.has_changed().is_ok() => Some(other.clone()),
                _ => {
                    entries.insert(key.to_owned(), told);
                    None
                }
            }
        };
        if let Some(mut other) = other
            && let Ok(value) = other.wait_for(Option::is_some).await
        {
            return value.clone().expect("waited for");
        }
        let value = fetch().await;
        tell.send_replace(Some(value.clone()));
        self.entries.lock().unwrap().insert(key.to_owned(), tell.subscribe());
        value
    }
}
