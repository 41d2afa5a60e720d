//! Keeps the idle connections in a RefCell. The pool cannot be shared by threads, and no spawned task may use it.
//! family: not_send
//! caught by: it_is_shared_by_threads
//! says: behind a Mutex

use std::cell::RefCell;

use tokio::sync::Semaphore;

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    idle: RefCell<Vec<C>>,
    places: Semaphore,
}

impl<C> Pool<C> {
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        Pool { open: Box::new(open), idle: RefCell::default(), places: Semaphore::new(size.max(1)) }
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        let _place = self.places.acquire().await.unwrap();
        let idle = self.idle.borrow_mut().pop();
        let mut connection = idle.unwrap_or_else(|| (self.open)());
        let result = work(&mut connection).await;
        self.idle.borrow_mut().push(connection);
        result
    }
}
