//! Waits for an idle connection or for a place in which one may be opened, whichever comes first. If both are there,
//! chance decides, and a connection is now and then opened although one is idle.
//! family: done_again
//! caught by: a_connection_is_used_again
//! says: opened although one was idle

use tokio::sync::{Mutex, Semaphore, mpsc};

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    give_back: mpsc::UnboundedSender<C>,
    idle: Mutex<mpsc::UnboundedReceiver<C>>,
    unopened: Semaphore,
}

/// A connection that is gone leaves a place for another one.
struct Gone<'a>(&'a Semaphore);

impl Drop for Gone<'_> {
    fn drop(&mut self) {
        self.0.add_permits(1);
    }
}

impl<C> Pool<C> {
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        let (give_back, idle) = mpsc::unbounded_channel();
        let unopened = Semaphore::new(size.max(1));
        Pool { open: Box::new(open), give_back, idle: Mutex::new(idle), unopened }
    }

    async fn next_idle(&self) -> Option<C> {
        self.idle.lock().await.recv().await
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        let idle = tokio::select! {
            idle = self.next_idle() => idle,
            place = self.unopened.acquire() => {
                place.expect("it is never closed").forget();
                None
            }
        };
        let gone = Gone(&self.unopened);
        let mut connection = idle.unwrap_or_else(|| (self.open)());
        let result = work(&mut connection).await;
        std::mem::forget(gone);
        let _ = self.give_back.send(connection);
        result
    }
}
