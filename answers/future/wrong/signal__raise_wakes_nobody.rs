//! Sets the flag and wakes nothing. A task that waits is never polled again, so it never sees the flag.
//! family: lost_wake_up
//! caught by: raise_wakes_a_future_that_waits
//! says: left no waker

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

#[derive(Clone, Default)]
pub struct Signal {
    flag: Arc<AtomicBool>,
}

impl Signal {
    pub fn new() -> Signal {
        Signal::default()
    }

    pub fn raise(&self) {
        self.flag.store(true, Ordering::SeqCst);
    }

    pub fn raised(&self) -> Raised {
        Raised { flag: Arc::clone(&self.flag) }
    }
}

pub struct Raised {
    flag: Arc<AtomicBool>,
}

impl Future for Raised {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<()> {
        if self.flag.load(Ordering::SeqCst) { Poll::Ready(()) } else { Poll::Pending }
    }
}
