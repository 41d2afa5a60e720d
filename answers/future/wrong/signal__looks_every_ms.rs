//! Looks at the flag every millisecond instead of leaving a waker. Raising the signal wakes nothing.
//! family: looks_now_and_then
//! caught by: raise_wakes_a_future_that_waits
//! says: looking at the flag now and then

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
