//! Gives its one String to the first try and an empty one to the others.
//! family: input_changed
//! caught by: it_tries_again_without_a_pause_until_the_first_ok
//! says: used up by the first try

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
            let mut request = Some(request);
            let mut answer = self.inner.call(request.take().unwrap_or_default()).await;
            for _ in 1..self.attempts {
                if answer.is_ok() {
                    break;
                }
                answer = self.inner.call(request.take().unwrap_or_default()).await;
            }
            answer
        })
    }
}
