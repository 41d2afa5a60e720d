//! Calls `acquire()` without its .await. That takes no permit, so nothing is ever refused.
//! family: no_limit
//! caught by: refused_work_is_never_polled
//! says: without its .await

use std::future::Future;

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
        if self.available() == 0 {
            return Err(Overloaded);
        }
        let _place = self.places.acquire();
        Ok(work.await)
    }
}
