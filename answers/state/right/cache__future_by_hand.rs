//! A future by hand: wakers in a list, and a `Drop` that lets the next one in.

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};

struct Slot<V> {
    value: Option<V>,
    fetching: bool,
    wakers: Vec<Waker>,
}

type Shared<V> = Arc<Mutex<Slot<V>>>;

pub struct Cache<V> {
    slots: Mutex<HashMap<String, Shared<V>>>,
}

struct Turn<V>(Shared<V>);

impl<V> Drop for Turn<V> {
    fn drop(&mut self) {
        let wakers = {
            let mut slot = self.0.lock().unwrap();
            slot.fetching = false;
            std::mem::take(&mut slot.wakers)
        };
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { slots: Mutex::default() }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let shared = {
            let mut slots = self.slots.lock().unwrap();
            let empty = || Arc::new(Mutex::new(Slot { value: None, fetching: false, wakers: Vec::new() }));
            Arc::clone(slots.entry(key.to_owned()).or_insert_with(empty))
        };
        let found = poll_fn(|cx| {
            let mut slot = shared.lock().unwrap();
            if let Some(value) = &slot.value {
                return Poll::Ready(Ok(value.clone()));
            }
            if slot.fetching {
                slot.wakers.push(cx.waker().clone());
                return Poll::Pending;
            }
            slot.fetching = true;
            Poll::Ready(Err(Turn(Arc::clone(&shared))))
        });
        match found.await {
            Ok(value) => value,
            Err(turn) => {
                let value = fetch().await;
                turn.0.lock().unwrap().value = Some(value.clone());
                value
            }
        }
    }
}
