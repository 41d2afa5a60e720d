//! Waits for a place with `acquire().await`. That is a queue, and nobody is told how long it is; a bulkhead
//! refuses.
//! family: queues_instead
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
