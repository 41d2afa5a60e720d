//! Holds the lock on its statistics while the work runs: others wait for the lock, and not for a place.
//! caught by: work_may_use_its_own_bulkhead
//! says: deadlock

use tokio::sync::{Mutex, Semaphore};
use tokio_katas::Overloaded;

pub struct Bulkhead {
    places: Semaphore,
    refused: Mutex<u64>,
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { places: Semaphore::new(capacity.max(1)), refused: Mutex::new(0) }
    }

    pub fn available(&self) -> usize {
        self.places.available_permits()
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        let mut refused = self.refused.lock().await;
        let Ok(_place) = self.places.try_acquire() else {
            *refused += 1;
            return Err(Overloaded);
        };
        Ok(work.await)
    }
}
