//! Opens a connection for each call and drops it afterwards. That limits how many there are, but nothing is used again.
//! family: done_again
//! caught by: a_connection_is_used_again
//! says: although one was idle

use tokio::sync::Semaphore;

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    places: Semaphore,
}

impl<C> Pool<C> {
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        Pool { open: Box::new(open), places: Semaphore::new(size.max(1)) }
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        let _place = self.places.acquire().await.unwrap();
        let mut connection = (self.open)();
        work(&mut connection).await
    }
}
