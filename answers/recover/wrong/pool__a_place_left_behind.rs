//! Counts the place down before the work and up again in a line after it. A drop or a panic never comes to that line,
//! and the pool is one place smaller for good.
//! family: no_drop_guard
//! caught by: a_connection_that_was_dropped_half_way_is_never_lent_again
//! says: a place that is not free

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
        Pool { open: Box::new(open), idle: Mutex::default(), places: Semaphore::new(size.max(1)) }
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        self.places.acquire().await.unwrap().forget();
        let idle = self.idle.lock().unwrap().pop();
        let mut connection = idle.unwrap_or_else(|| (self.open)());
        let result = work(&mut connection).await;
        self.idle.lock().unwrap().push(connection);
        self.places.add_permits(1);
        result
    }
}
