//! Creates a new timer at each poll. Whenever the inner call wakes up, the limit begins again.
//! family: wrong_clock
//! caught by: a_service_that_wakes_up_does_not_put_off_the_limit
//! says: a new timer at each poll

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::sleep;
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
        Box::pin(async move {
            let mut call = self.inner.call(request);
            let mut timer = Box::pin(sleep(self.limit));
            poll_fn(|cx| {
                if timer.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(Err("timed out".to_owned()));
                }
                timer = Box::pin(sleep(self.limit));
                let _ = timer.as_mut().poll(cx);
                call.as_mut().poll(cx)
            })
            .await
        })
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
