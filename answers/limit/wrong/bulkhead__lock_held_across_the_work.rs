//! Holds the lock on its statistics while the work runs. Others wait for the lock although places are free.
//! family: lock_across_await
//! caught by: work_that_finds_a_place_runs_to_its_end
//! says: a lock held while the work runs

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
