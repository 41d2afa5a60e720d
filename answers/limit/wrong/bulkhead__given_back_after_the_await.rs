//! Gives the place back in the line after `work.await`. If the work panics or is dropped, that line never
//! runs and the place is lost.
//! family: lost_on_drop
//! caught by: a_place_is_free_when_its_work_is_dropped_half_way
//! says: a panic or a drop never comes that far

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio_katas::Overloaded;

pub struct Bulkhead {
    free: AtomicUsize,
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { free: AtomicUsize::new(capacity.max(1)) }
    }

    pub fn available(&self) -> usize {
        self.free.load(Ordering::SeqCst)
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        self.free
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |free| free.checked_sub(1))
            .map_err(|_| Overloaded)?;
        let output = work.await;
        self.free.fetch_add(1, Ordering::SeqCst);
        Ok(output)
    }
}
