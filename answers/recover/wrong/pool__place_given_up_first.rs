//! Holds the place in a local below the connection. Locals are dropped in reverse order: the place is free while the
//! connection still hangs up, and on another thread the next one is opened beside it.
//! family: no_limit
//! caught by: threads_never_share_a_connection
//! says: before the broken one is dropped

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
        let place = self.places.acquire().await.expect("it is never closed");
        let idle = self.idle.lock().expect("nobody panics with it").pop();
        let mut connection = idle.unwrap_or_else(|| (self.open)());
        let _in_place = place;
        let result = work(&mut connection).await;
        self.idle.lock().expect("nobody panics with it").push(connection);
        result
    }
}
