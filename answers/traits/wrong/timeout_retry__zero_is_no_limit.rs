//! Takes a limit of zero for no limit.
//! family: zero
//! caught by: a_late_answer_is_an_error_at_the_limit
//! says: taken for no limit

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
        Box::pin(async move {
            if self.limit.is_zero() {
                return self.inner.call(request).await;
            }
            match timeout(self.limit, self.inner.call(request)).await {
                Ok(answer) => answer,
                Err(_) => Err("timed out".to_owned()),
            }
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
