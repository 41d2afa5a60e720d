//! A semaphore without permits: closing it is the raise, and wakes whoever asks for one.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use tokio::sync::Semaphore;

#[derive(Clone)]
pub struct Signal(Arc<Semaphore>);

impl Signal {
    pub fn new() -> Signal {
        Signal(Arc::new(Semaphore::new(0)))
    }

    pub fn raise(&self) {
        self.0.close();
    }

    pub fn raised(&self) -> Raised {
        let gate = Arc::clone(&self.0);
        Raised(Box::pin(async move {
            let _closed = gate.acquire().await;
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
