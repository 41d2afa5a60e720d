//! Passes a capacity of 0 on. Nothing ever gets in; in these katas 0 counts as 1.
//! family: zero
//! caught by: a_capacity_of_zero_counts_as_one
//! says: nothing ever gets in

use tokio::sync::Semaphore;
use tokio_katas::Overloaded;

pub struct Bulkhead {
    places: Semaphore,
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { places: Semaphore::new(capacity) }
    }

    pub fn available(&self) -> usize {
        self.places.available_permits()
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        let _place = self.places.try_acquire().map_err(|_| Overloaded)?;
        Ok(work.await)
    }
}
