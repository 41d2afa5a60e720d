//! Has room for one waker, an AtomicWaker. The last task to come replaces the others.
//! family: one_lock_for_all
//! caught by: all_that_wait_are_woken
//! says: one place for a waker

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use futures::task::AtomicWaker;

#[derive(Clone, Default)]
pub struct Signal {
    shared: Arc<(AtomicBool, AtomicWaker)>,
}

impl Signal {
    pub fn new() -> Signal {
        Signal::default()
    }

    pub fn raise(&self) {
        self.shared.0.store(true, Ordering::SeqCst);
        self.shared.1.wake();
    }

    pub fn raised(&self) -> Raised {
        Raised { shared: Arc::clone(&self.shared) }
    }
}

pub struct Raised {
    shared: Arc<(AtomicBool, AtomicWaker)>,
}

impl Future for Raised {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.shared.1.register(cx.waker());
        if self.shared.0.load(Ordering::SeqCst) { Poll::Ready(()) } else { Poll::Pending }
    }
}
