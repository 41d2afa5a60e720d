//! A watch channel that holds the flag. Every future keeps the sender alive, so that it never closes.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use tokio::sync::watch;

#[derive(Clone)]
pub struct Signal(Arc<watch::Sender<bool>>);

impl Signal {
    pub fn new() -> Signal {
        Signal(Arc::new(watch::Sender::new(false)))
    }

    pub fn raise(&self) {
        self.0.send_replace(true);
    }

    pub fn raised(&self) -> Raised {
        let sender = Arc::clone(&self.0);
        Raised(Box::pin(async move {
            let mut flag = sender.subscribe();
            let _closed = flag.wait_for(|raised| *raised).await.is_err();
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
