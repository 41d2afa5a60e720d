//! Passes on Tokio's text of a timeout instead of "timed out".
//! family: wrong_error
//! caught by: a_late_answer_is_an_error_at_the_limit
//! says: another text

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
            timeout(self.limit, self.inner.call(request)).await.map_err(|elapsed| elapsed.to_string())?
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
