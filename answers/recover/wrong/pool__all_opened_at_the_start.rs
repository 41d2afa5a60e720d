//! Opens all connections in `new`, to have them at hand. Most are never needed, and each is open at the other end too.
//! family: eager
//! caught by: a_connection_is_used_again
//! says: opened in new

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
        let size = size.max(1);
        let idle = (0..size).map(|_| open()).collect();
        Pool { open: Box::new(open), idle: Mutex::new(idle), places: Semaphore::new(size) }
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
