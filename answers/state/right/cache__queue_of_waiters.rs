//! A queue of waiters for each key. Whoever fails hands the turn to the first who still wants it.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::sync::Mutex;

use tokio::sync::oneshot;

enum News<'a, V> {
    Value(V),
    /// It is your turn: dropped unused, it goes to the next.
    Turn(Turn<'a, V>),
}

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

/// A place in the queue. If the turn has come and nobody took it, it passes on.
struct Place<'a, V> {
    cache: &'a Cache<V>,
    key: &'a str,
    news: oneshot::Receiver<Option<V>>,
}

impl<V> Drop for Place<'_, V> {
    fn drop(&mut self) {
        self.news.close();
        if let Ok(None) = self.news.try_recv() {
            drop(Turn { cache: self.cache, key: self.key });
        }
    }
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { entries: Mutex::new(HashMap::new()) }
    }

    async fn news<'a>(&'a self, key: &'a str) -> News<'a, V> {
        let mut place = {
            let mut entries = self.entries.lock().unwrap();
            match entries.get_mut(key) {
                Some(Entry::Here(value)) => return News::Value(value.clone()),
                Some(Entry::Fetching(waiting)) => {
                    let (tell, news) = oneshot::channel();
                    waiting.push_back(tell);
                    Place { cache: self, key, news }
                }
                None => {
                    entries.insert(key.to_owned(), Entry::Fetching(VecDeque::new()));
                    return News::Turn(Turn { cache: self, key });
                }
            }
        };
        match (&mut place.news).await {
            Ok(Some(value)) => News::Value(value),
            _ => News::Turn(Turn { cache: self, key }),
        }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let _turn = match self.news(key).await {
            News::Value(value) => return value,
            News::Turn(turn) => turn,
        };
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
