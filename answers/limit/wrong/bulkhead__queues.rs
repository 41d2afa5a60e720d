//! Waits for a place with `acquire`: that is a queue, and nobody is ever told that it is long.
//! caught by: a_full_bulkhead_refuses_at_once
//! says: queues for a place

use tokio::sync::Semaphore;
use tokio_katas::Overloaded;

pub struct Bulkhead {
    places: Semaphore,
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { places: Semaphore::new(capacity.max(1)) }
    }

    pub fn available(&self) -> usize {
        self.places.available_permits()
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        let _place = self.places.acquire().await.map_err(|_| Overloaded)?;
        Ok(work.await)
    }
}
