//! Awaits the inner call to its end and only then looks at the clock. The limit does not end the call.
//! family: waits_on
//! caught by: a_late_answer_is_an_error_at_the_limit
//! says: waiting for the answer although the limit is reached

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::Instant;
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
            let start = Instant::now();
            let answer = self.inner.call(request).await;
            if start.elapsed() > self.limit { Err("timed out".to_owned()) } else { answer }
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
