//! A state and a `Notify` for each key. Whoever wakes up looks again; whoever fetches tells all at the end.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

enum State<V> {
    Free,
    Fetching,
    Here(V),
}

struct Slot<V> {
    state: Mutex<State<V>>,
    changed: Notify,
}

impl<V> Slot<V> {
    fn become_(&self, state: State<V>) {
        *self.state.lock().unwrap() = state;
        self.changed.notify_waiters();
    }
}

/// Frees the slot when it is dropped, unless it was told not to.
struct FreeOnDrop<'a, V>(Option<&'a Slot<V>>);

impl<V> Drop for FreeOnDrop<'_, V> {
    fn drop(&mut self) {
        if let Some(slot) = self.0 {
            slot.become_(State::Free);
        }
    }
}

pub struct Cache<V> {
    slots: Mutex<HashMap<String, Arc<Slot<V>>>>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { slots: Mutex::new(HashMap::new()) }
    }

    fn slot(&self, key: &str) -> Arc<Slot<V>> {
        let new = || Arc::new(Slot { state: Mutex::new(State::Free), changed: Notify::new() });
        Arc::clone(self.slots.lock().unwrap().entry(key.to_owned()).or_insert_with(new))
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let slot = self.slot(key);
        loop {
            // Made before the look: a change between the look and the wait is not missed.
            let changed = slot.changed.notified();
            {
                let mut state = slot.state.lock().unwrap();
                match &*state {
                    State::Here(value) => return value.clone(),
                    State::Free => {
                        *state = State::Fetching;
                        break;
                    }
                    State::Fetching => {}
                }
            }
            changed.await;
        }
        let mut guard = FreeOnDrop(Some(&slot));
        let value = fetch().await;
        guard.0 = None;
        slot.become_(State::Here(value.clone()));
        value
    }
}
