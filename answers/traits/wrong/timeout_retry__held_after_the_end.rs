//! Keeps the inner call in its own future after the timeout, as long as that future exists.
//! family: kept_alive
//! caught by: the_inner_call_is_dropped_at_that_instant
//! says: still there

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::{Sleep, sleep};
use tokio_katas::Service;

pub struct Timeout<S> {
    inner: S,
    limit: Duration,
}

impl<S: Service> Timeout<S> {
    pub fn new(inner: S, limit: Duration) -> Timeout<S> {
        Timeout { inner, limit }
    }
}

impl<S: Service> Service for Timeout<S> {
    fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>> {
        Box::pin(Within { service: self, request, running: None })
    }
}

pub struct Retry<S> {
    inner: S,
    attempts: u32,
}

impl<S: Service> Retry<S> {
    pub fn new(inner: S, attempts: u32) -> Retry<S> {
        Retry { inner, attempts }
    }
}

impl<S: Service> Service for Retry<S> {
    fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>> {
        Box::pin(async move {
            for _ in 1..self.attempts {
                if let Ok(answer) = self.inner.call(request.clone()).await {
                    return Ok(answer);
                }
            }
            self.inner.call(request).await
        })
    }
}

struct Within<'a, S> {
    service: &'a Timeout<S>,
    request: String,
    running: Option<(BoxFuture<'a, Result<String, String>>, Pin<Box<Sleep>>)>,
}

impl<S: Service> Future for Within<'_, S> {
    type Output = Result<String, String>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let (call, timer) = this.running.get_or_insert_with(|| {
            (this.service.inner.call(this.request.clone()), Box::pin(sleep(this.service.limit)))
        });
        if let Poll::Ready(answer) = call.as_mut().poll(cx) {
            return Poll::Ready(answer);
        }
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Err("timed out".to_owned()))
    }
}
