//! An AtomicWaker for each future: it is left first, and the flag is looked at after that.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, RwLock};
use std::task::{Context, Poll};

use futures::task::AtomicWaker;

#[derive(Clone, Default)]
pub struct Signal(Arc<Inner>);

#[derive(Default)]
struct Inner {
    raised: AtomicBool,
    next: AtomicUsize,
    waiting: RwLock<HashMap<usize, Arc<AtomicWaker>>>,
}

impl Signal {
    pub fn new() -> Signal {
        Signal::default()
    }

    pub fn raise(&self) {
        self.0.raised.store(true, Ordering::SeqCst);
        let waiting: Vec<_> = self.0.waiting.read().expect("not poisoned").values().cloned().collect();
        waiting.iter().for_each(|waker| waker.wake());
    }

    pub fn raised(&self) -> Raised {
        let id = self.0.next.fetch_add(1, Ordering::Relaxed);
        let waker = Arc::new(AtomicWaker::new());
        self.0.waiting.write().expect("not poisoned").insert(id, Arc::clone(&waker));
        Raised { inner: Arc::clone(&self.0), id, waker }
    }
}

pub struct Raised {
    inner: Arc<Inner>,
    id: usize,
    waker: Arc<AtomicWaker>,
}

impl Future for Raised {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.waker.register(cx.waker());
        if self.inner.raised.load(Ordering::SeqCst) { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        self.inner.waiting.write().expect("not poisoned").remove(&self.id);
    }
}
