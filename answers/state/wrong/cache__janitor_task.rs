//! Spawns a task that tidies up now and then. It outlives every call.
//! family: detached
//! caught by: a_key_is_fetched_once_however_many_ask
//! says: a cache needs none

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, Once};
use std::time::Duration;

use tokio::sync::OnceCell;

type Cells<V> = Arc<Mutex<HashMap<String, Arc<OnceCell<V>>>>>;

pub struct Cache<V> {
    cells: Cells<V>,
    janitor: Once,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { cells: Cells::default(), janitor: Once::new() }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        self.janitor.call_once(|| {
            let cells = Arc::clone(&self.cells);
            tokio::spawn(async move {
                loop {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                    let in_use = |cell: &Arc<OnceCell<V>>| cell.initialized() || Arc::strong_count(cell) > 1;
                    cells.lock().unwrap().retain(|_, cell| in_use(cell));
                }
            });
        });
        let cell = Arc::clone(self.cells.lock().unwrap().entry(key.to_owned()).or_default());
        cell.get_or_init(fetch).await.clone()
    }
}
