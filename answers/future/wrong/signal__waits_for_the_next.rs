//! Uses Notify alone. `notify_waiters` wakes the tasks that wait already; one that comes later waits for ever.
//! family: one_signal_only
//! caught by: raised_before_the_first_poll_is_ready_at_once
//! says: raise only wakes those that wait already

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use tokio::sync::Notify;

#[derive(Clone, Default)]
pub struct Signal {
    notify: Arc<Notify>,
}

impl Signal {
    pub fn new() -> Signal {
        Signal::default()
    }

    pub fn raise(&self) {
        self.notify.notify_waiters();
    }

    pub fn raised(&self) -> Raised {
        let notify = Arc::clone(&self.notify);
        Raised { wait: Box::pin(async move { notify.notified().await }) }
    }
}

pub struct Raised {
    wait: BoxFuture<'static, ()>,
}

impl Future for Raised {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.wait.as_mut().poll(cx)
    }
}
