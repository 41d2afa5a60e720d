//! A channel of slots, each empty or with a connection. What comes back goes to the end of the queue, behind the empty
//! ones: a new connection is opened while one is idle.
//! family: done_again
//! caught by: a_connection_is_used_again
//! says: although one was idle

use tokio::sync::{Mutex, mpsc};

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    give: mpsc::UnboundedSender<Option<C>>,
    slots: Mutex<mpsc::UnboundedReceiver<Option<C>>>,
}

struct Slot<'a, C> {
    pool: &'a Pool<C>,
    back: Option<C>,
}

impl<C> Drop for Slot<'_, C> {
    fn drop(&mut self) {
        let _ = self.pool.give.send(self.back.take());
    }
}

impl<C> Pool<C> {
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        let (give, slots) = mpsc::unbounded_channel();
        for _ in 0..size.max(1) {
            let _ = give.send(None);
        }
        Pool { open: Box::new(open), give, slots: Mutex::new(slots) }
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        let idle = self.slots.lock().await.recv().await.flatten();
        let mut slot = Slot { pool: self, back: None };
        let mut connection = idle.unwrap_or_else(|| (self.open)());
        let result = work(&mut connection).await;
        slot.back = Some(connection);
        result
    }
}
