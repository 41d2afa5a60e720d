//! Forgets its permit, so the place is never given back. Each place serves only once.
//! family: kept_alive
//! caught by: a_place_is_free_when_its_work_finishes
//! says: a permit that is forgotten

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
        // `forget` takes the permit out of the semaphore for good.
        self.places.try_acquire().map_err(|_| Overloaded)?.forget();
        Ok(work.await)
    }
}
