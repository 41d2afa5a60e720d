//! Looks at the flag every millisecond instead of leaving a waker.
//! caught by: nothing_else_wakes
//! says: time woke a task

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::sleep;

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
        let flag = Arc::clone(&self.flag);
        Raised {
            wait: Box::pin(async move {
                while !flag.load(Ordering::SeqCst) {
                    sleep(Duration::from_millis(1)).await;
                }
            }),
        }
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
