//! Opens a new connection in the place of one that was left half-way, at once. If nobody needs it, it is open for
//! nothing; and if the other end is down, it breaks again.
//! family: called_ahead
//! caught by: a_connection_that_was_dropped_half_way_is_never_lent_again
//! says: opened in place of the broken one

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
        if self.connection.take().is_some() {
            let fresh = (self.pool.open)();
            self.pool.idle.lock().unwrap().push(fresh);
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
        let result = work(lent.connection.as_mut().unwrap()).await;
        self.idle.lock().unwrap().extend(lent.connection.take());
        result
    }
}
