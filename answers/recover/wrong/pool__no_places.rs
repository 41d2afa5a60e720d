//! Takes an idle connection or opens one, and keeps at most `size` idle. How many exist at the same time is bounded by
//! nothing.
//! family: no_limit
//! caught by: never_more_than_size_exist
//! says: without a place for it

use std::sync::Mutex;

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    idle: Mutex<Vec<C>>,
    size: usize,
}

impl<C> Pool<C> {
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        Pool { open: Box::new(open), idle: Mutex::default(), size: size.max(1) }
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        let idle = self.idle.lock().unwrap().pop();
        let mut connection = idle.unwrap_or_else(|| (self.open)());
        let result = work(&mut connection).await;
        let mut idle = self.idle.lock().unwrap();
        if idle.len() < self.size {
            idle.push(connection);
        }
        result
    }
}
