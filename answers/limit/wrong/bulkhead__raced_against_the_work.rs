//! Races the work against the answer "full". So it polls work that has no place.
//! family: no_limit
//! caught by: refused_work_is_never_polled
//! says: before there is a place for it

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
        let place = self.places.try_acquire();
        let full = async {
            if place.is_ok() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            biased;
            output = work => Ok(output),
            () = full => Err(Overloaded),
        }
    }
}
