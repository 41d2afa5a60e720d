//! Rests for a millisecond after each piece of work and keeps the place meanwhile. Others are refused a
//! place that nothing uses.
//! family: place_kept_too_long
//! caught by: work_that_finds_a_place_runs_to_its_end
//! says: before or after the work

use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::sleep;
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
        let _place = self.places.try_acquire().map_err(|_| Overloaded)?;
        let output = work.await;
        sleep(Duration::from_millis(1)).await;
        Ok(output)
    }
}
