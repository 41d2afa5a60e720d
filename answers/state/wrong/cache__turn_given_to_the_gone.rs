//! Hands the turn to the first waiter in the queue. If that one is dropped before it is polled, no one else gets
//! the turn.
//! family: lost_wake_up
//! caught by: a_woken_waiter_that_gives_up_is_no_loss
//! says: must pass it on

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::sync::Mutex;

use tokio::sync::oneshot;

enum Entry<V> {
    Fetching(VecDeque<oneshot::Sender<Option<V>>>),
    Here(V),
}

pub struct Cache<V> {
    entries: Mutex<HashMap<String, Entry<V>>>,
}

struct Turn<'a, V> {
    cache: &'a Cache<V>,
    key: &'a str,
}

impl<V> Drop for Turn<'_, V> {
    fn drop(&mut self) {
        let mut entries = self.cache.entries.lock().unwrap();
        let Some(Entry::Fetching(waiting)) = entries.get_mut(self.key) else { return };
        while let Some(next) = waiting.pop_front() {
            if next.send(None).is_ok() {
                return;
            }
        }
        entries.remove(self.key);
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
        let news = {
            let mut entries = self.entries.lock().unwrap();
            match entries.get_mut(key) {
                Some(Entry::Here(value)) => return value.clone(),
                Some(Entry::Fetching(waiting)) => {
                    let (tell, news) = oneshot::channel();
                    waiting.push_back(tell);
                    Some(news)
                }
                None => {
                    entries.insert(key.to_owned(), Entry::Fetching(VecDeque::new()));
                    None
                }
            }
        };
        if let Some(news) = news
            && let Ok(Some(value)) = news.await
        {
            return value;
        }
        let _turn = Turn { cache: self, key };
        let value = fetch().await;
        let old = self.entries.lock().unwrap().insert(key.to_owned(), Entry::Here(value.clone()));
        if let Some(Entry::Fetching(waiting)) = old {
            for waiter in waiting {
                let _ = waiter.send(Some(value.clone()));
            }
        }
        value
    }
}
