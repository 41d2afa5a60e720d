//! Passes on one wake-up only until the next poll has ended. Work that wakes itself while it is polled is taken for
//! woken already, and is not polled again.
//! family: lost_wake_up
//! explore: yes
//! caught by: work_that_finds_a_place_runs_to_its_end
//! says: deadlock

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::{Context, Wake, Waker};

use futures::task::AtomicWaker;
use tokio::sync::Semaphore;
use tokio_katas::Overloaded;

pub struct Bulkhead {
    places: Semaphore,
}

struct Once {
    woken: AtomicBool,
    caller: AtomicWaker,
}

impl Wake for Once {
    fn wake(self: Arc<Self>) {
        if !self.woken.swap(true, SeqCst) {
            self.caller.wake();
        }
    }
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
        let once = Arc::new(Once { woken: AtomicBool::new(true), caller: AtomicWaker::new() });
        let waker = Waker::from(Arc::clone(&once));
        let mut work = pin!(work);
        let output = poll_fn(|cx| {
            once.caller.register(cx.waker());
            let polled = work.as_mut().poll(&mut Context::from_waker(&waker));
            once.woken.store(false, SeqCst);
            polled
        });
        Ok(output.await)
    }
}
