//! Holds the lock on the connections while the work runs. Only one is ever lent, whatever the size.
//! family: lock_across_await
//! caught by: one_is_opened_only_when_none_is_idle
//! says: a place that is not free

use tokio::sync::Mutex;

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    idle: Mutex<Option<C>>,
}

impl<C> Pool<C> {
    pub fn new<O>(_size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        Pool { open: Box::new(open), idle: Mutex::new(None) }
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        let mut idle = self.idle.lock().await;
        let mut connection = idle.take().unwrap_or_else(|| (self.open)());
        let result = work(&mut connection).await;
        *idle = Some(connection);
        result
    }
}
