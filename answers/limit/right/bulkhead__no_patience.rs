//! Asks for a place with a patience of no time: `timeout` looks at the semaphore first, at the clock
//! afterwards.

use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;
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
        let place = timeout(Duration::ZERO, self.places.acquire()).await.map_err(|_| Overloaded)?;
        let _place = place.expect("the semaphore is never closed");
        Ok(work.await)
    }
}
