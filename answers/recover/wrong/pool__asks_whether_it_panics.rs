//! A guard that gives the connection back unless the thread is panicking. A future that is dropped half-way does not
//! panic: nothing tells it from one that has ended.
//! family: given_back_dirty
//! caught by: a_connection_that_was_dropped_half_way_is_never_lent_again
//! says: so drop it

use std::sync::Mutex;

use tokio::sync::Semaphore;

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    idle: Mutex<Vec<C>>,
    places: Semaphore,
}

struct Lent<'a, C> {
    pool: &'a Pool<C>,
    connection: Option<C>,
}

impl<C> Drop for Lent<'_, C> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.pool.idle.lock().unwrap().extend(self.connection.take());
        }
    }
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
        let _place = self.places.acquire().await.unwrap();
        let idle = self.idle.lock().unwrap().pop();
        let mut lent = Lent { pool: self, connection: Some(idle.unwrap_or_else(|| (self.open)())) };
        work(lent.connection.as_mut().unwrap()).await
    }
}
