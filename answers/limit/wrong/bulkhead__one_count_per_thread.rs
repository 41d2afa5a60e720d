//! Counts in a `thread_local!`, so each thread has places of its own. One count must hold for all threads.
//! family: copied_state
//! caught by: threads_never_share_a_place
//! says: a count for each thread

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio_katas::Overloaded;

thread_local! {
    /// How much work is inside of each bulkhead.
    static INSIDE: RefCell<HashMap<usize, usize>> = RefCell::default();
}

pub struct Bulkhead {
    id: usize,
    capacity: usize,
}

struct Inside(usize);

fn change(id: usize, how: impl FnOnce(usize) -> usize) {
    INSIDE.with_borrow_mut(|all| {
        let count = all.entry(id).or_default();
        *count = how(*count);
    });
}

impl Drop for Inside {
    fn drop(&mut self) {
        change(self.0, |inside| inside - 1);
    }
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        Bulkhead { id: NEXT.fetch_add(1, Ordering::Relaxed), capacity: capacity.max(1) }
    }

    pub fn available(&self) -> usize {
        let inside = INSIDE.with_borrow(|all| all.get(&self.id).copied().unwrap_or(0));
        self.capacity - inside
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        if self.available() == 0 {
            return Err(Overloaded);
        }
        change(self.id, |inside| inside + 1);
        let _inside = Inside(self.id);
        Ok(work.await)
    }
}
