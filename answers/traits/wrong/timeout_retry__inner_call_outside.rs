//! Calls the inner service in the call. Only the timer waits for the first poll.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::timeout;
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
        let answer = self.inner.call(request);
        Box::pin(
            async move { timeout(self.limit, answer).await.unwrap_or_else(|_| Err("timed out".to_owned())) },
        )
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
