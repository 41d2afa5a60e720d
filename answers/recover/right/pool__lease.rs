//! A lease owns the connection and its permit. To give it back one has to say so; to drop it is to throw it away.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    shelf: Arc<Mutex<VecDeque<C>>>,
    places: Arc<Semaphore>,
}

struct Lease<C> {
    // Dropped in this order.
    connection: C,
    shelf: Arc<Mutex<VecDeque<C>>>,
    place: OwnedSemaphorePermit,
}

impl<C> Lease<C> {
    fn give_back(self) {
        let Lease { connection, shelf, place } = self;
        shelf.lock().unwrap().push_back(connection);
        drop(place);
    }
}

impl<C> Pool<C> {
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        Pool { open: Box::new(open), shelf: Arc::default(), places: Arc::new(Semaphore::new(size.max(1))) }
    }

    async fn lease(&self) -> Lease<C> {
        let place = Arc::clone(&self.places).acquire_owned().await.unwrap();
        let idle = self.shelf.lock().unwrap().pop_front();
        let connection = idle.unwrap_or_else(|| (self.open)());
        Lease { connection, shelf: Arc::clone(&self.shelf), place }
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        let mut lease = self.lease().await;
        let result = work(&mut lease.connection).await;
        lease.give_back();
        result
    }
}
