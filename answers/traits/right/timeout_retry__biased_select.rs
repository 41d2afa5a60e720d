//! The limit is a branch of a select; the tries are counted down in a loop.

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
            tokio::select! {
                biased;
                answer = self.inner.call(request) => answer,
                () = sleep(self.limit) => Err("timed out".to_owned()),
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
            let mut left = self.attempts.max(1);
            loop {
                left -= 1;
                match self.inner.call(request.clone()).await {
                    Err(_) if left > 0 => {}
                    answer => return answer,
                }
            }
        })
    }
}
