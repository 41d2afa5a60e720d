//! A retry of n attempts is one try and a retry of n - 1; the deadline is an instant.

use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::time::{Instant, timeout_at};
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
        let call = async move {
            let deadline = Instant::now() + self.limit;
            match timeout_at(deadline, self.inner.call(request)).await {
                Ok(answer) => answer,
                Err(_elapsed) => Err(String::from("timed out")),
            }
        };
        call.boxed()
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

impl<S: Service> Retry<S> {
    fn within(&self, attempts: u32, request: String) -> BoxFuture<'_, Result<String, String>> {
        let tries = async move {
            let answer = self.inner.call(request.clone()).await;
            if answer.is_ok() || attempts <= 1 { answer } else { self.within(attempts - 1, request).await }
        };
        tries.boxed()
    }
}

impl<S: Service> Service for Retry<S> {
    fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>> {
        self.within(self.attempts, request)
    }
}
