//! Stops its timer task at the end, but not when the call is dropped half-way. The task goes on.
//! family: detached
//! caught by: dropping_it_half_way_drops_the_inner_call
//! says: goes on without the caller

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::sync::oneshot;
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
            let (tell, told) = oneshot::channel();
            let limit = self.limit;
            let timer = tokio::spawn(async move {
                sleep(limit).await;
                let _ = tell.send(());
            });
            let answer = tokio::select! {
                biased;
                answer = self.inner.call(request) => answer,
                _ = told => Err("timed out".to_owned()),
            };
            timer.abort();
            let _ = timer.await;
            answer
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
