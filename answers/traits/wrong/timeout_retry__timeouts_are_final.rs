//! Does not try again after a timeout, which is a failure like any other.
//! family: first_error_ends_all
//! caught by: a_limit_is_for_what_it_wraps
//! says: a timeout taken for the end

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
            timeout(self.limit, self.inner.call(request))
                .await
                .unwrap_or_else(|_| Err("timed out".to_owned()))
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
                match self.inner.call(request.clone()).await {
                    Err(error) if error != "timed out" => {}
                    answer => return answer,
                }
            }
            self.inner.call(request).await
        })
    }
}
