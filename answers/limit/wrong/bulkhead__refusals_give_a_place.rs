//! Makes the guard before it looks for a place. A refused caller drops it too, and so gives back a place
//! that it never had.
//! family: off_by_one
//! caught by: refusals_cost_no_place_and_give_none
//! says: gives back a place that it never had

use std::sync::Mutex;

use tokio_katas::Overloaded;

pub struct Bulkhead {
    free: Mutex<usize>,
}

struct Place<'a>(&'a Mutex<usize>);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        *self.0.lock().expect("nobody panics with the count in hand") += 1;
    }
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { free: Mutex::new(capacity.max(1)) }
    }

    pub fn available(&self) -> usize {
        *self.free.lock().expect("nobody panics with the count in hand")
    }

    fn take(&self) -> bool {
        let mut free = self.free.lock().expect("nobody panics with the count in hand");
        let room = *free > 0;
        *free -= usize::from(room);
        room
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        let _place = Place(&self.free);
        if !self.take() {
            return Err(Overloaded);
        }
        Ok(work.await)
    }
}
