//! Keeps the std guard of the map alive across the `.await`. The future is not `Send`, and a second caller blocks
//! the thread.
//! family: lock_across_await
//! caught by: it_goes_to_any_task_and_thread
//! says: a std guard or an Rc alive across an .await

use std::collections::HashMap;
use std::future::Future;
use std::sync::Mutex;

use tokio::sync::OnceCell;

pub struct Cache<V> {
    cells: Mutex<HashMap<String, OnceCell<V>>>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { cells: Mutex::default() }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let mut cells = self.cells.lock().unwrap();
        cells.entry(key.to_owned()).or_default().get_or_init(fetch).await.clone()
    }
}
