//! Catches the work's panic, gives the connection back, and passes the panic on. What the work had begun is still under
//! way on the connection.
//! family: given_back_dirty
//! caught by: a_connection_whose_work_panicked_is_never_lent_again
//! says: given back after a panic

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::Mutex;

use futures::FutureExt;
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
        let _place = self.places.acquire().await.unwrap();
        let idle = self.idle.lock().unwrap().pop();
        let mut connection = idle.unwrap_or_else(|| (self.open)());
        let outcome = AssertUnwindSafe(work(&mut connection)).catch_unwind().await;
        self.idle.lock().unwrap().push(connection);
        outcome.unwrap_or_else(|payload| resume_unwind(payload))
    }
}
