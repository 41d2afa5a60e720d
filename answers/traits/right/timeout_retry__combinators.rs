//! Race and stream from the futures crate, made when the lazy block is polled.

use std::future::ready;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use futures::future::{Either, lazy, select};
use futures::stream::{self, StreamExt};
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
        lazy(|_| select(self.inner.call(request), Box::pin(sleep(self.limit))))
            .flatten()
            .map(|first| match first {
                Either::Left((answer, _)) => answer,
                Either::Right(_) => Err("timed out".to_owned()),
            })
            .boxed()
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
        let tries = async move {
            let mut last = Err(String::new());
            let tries = stream::iter(0..self.attempts.max(1)).then(|_| self.inner.call(request.clone()));
            let mut tries = Box::pin(tries);
            while let Some(answer) = tries.next().await {
                last = answer;
                if last.is_ok() {
                    break;
                }
            }
            last
        };
        tries.boxed()
    }
}
