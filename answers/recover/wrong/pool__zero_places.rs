//! Passes a size of 0 on to the semaphore: nothing is ever lent, and all wait for ever.
//! family: zero
//! caught by: a_size_of_zero_counts_as_one
//! says: a size of 0 passed on

use std::sync::Mutex;

use tokio::sync::Semaphore;

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    idle: Mutex<Vec<C>>,
    places: Semaphore,
}

impl<C> Pool<C> {
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        Pool { open: Box::new(open), idle: Mutex::default(), places: Semaphore::new(size) }
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        let _place = self.places.acquire().await.unwrap();
        let idle = self.idle.lock().unwrap().pop();
        let mut connection = idle.unwrap_or_else(|| (self.open)());
        let result = work(&mut connection).await;
        self.idle.lock().unwrap().push(connection);
        result
    }
}
