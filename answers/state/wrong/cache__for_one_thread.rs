//! Keeps its cells in a `RefCell` of `Rc`s. Tasks on other threads cannot share such a cache.
//! family: not_send
//! caught by: it_goes_to_any_task_and_thread
//! says: cannot be shared by threads

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::rc::Rc;

use tokio::sync::OnceCell;

pub struct Cache<V> {
    cells: RefCell<HashMap<String, Rc<OnceCell<V>>>>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { cells: RefCell::default() }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let cell = Rc::clone(self.cells.borrow_mut().entry(key.to_owned()).or_default());
        cell.get_or_init(fetch).await.clone()
    }
}
