//! Tokio's Notify does the waking; the flag beside it remembers.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use tokio::sync::Notify;

#[derive(Clone)]
pub struct Signal {
    shared: Arc<(AtomicBool, Notify)>,
}

impl Signal {
    pub fn new() -> Signal {
        Signal { shared: Arc::new((AtomicBool::new(false), Notify::new())) }
    }

    pub fn raise(&self) {
        self.shared.0.store(true, Ordering::SeqCst);
        self.shared.1.notify_waiters();
    }

    pub fn raised(&self) -> Raised {
        let shared = Arc::clone(&self.shared);
        Raised(Box::pin(async move {
            // Made before the flag is looked at: notify_waiters counts for it from here on.
            let notified = shared.1.notified();
            if !shared.0.load(Ordering::SeqCst) {
                notified.await;
            }
        }))
    }
}

pub struct Raised(BoxFuture<'static, ()>);

impl Future for Raised {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.0.as_mut().poll(cx)
    }
}
