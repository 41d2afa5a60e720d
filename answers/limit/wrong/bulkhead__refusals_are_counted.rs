//! Counts every caller in, and counts out only those that were let in. Each refusal uses up a place.
//! family: off_by_one
//! caught by: refusals_cost_no_place_and_give_none
//! says: not counting down again

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio_katas::Overloaded;

pub struct Bulkhead {
    capacity: usize,
    inside: AtomicUsize,
}

struct Inside<'a>(&'a AtomicUsize);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { capacity: capacity.max(1), inside: AtomicUsize::new(0) }
    }

    pub fn available(&self) -> usize {
        self.capacity.saturating_sub(self.inside.load(Ordering::SeqCst))
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        if self.inside.fetch_add(1, Ordering::SeqCst) >= self.capacity {
            return Err(Overloaded);
        }
        let _inside = Inside(&self.inside);
        Ok(work.await)
    }
}
