//! Both calls are futures of their own, whose state is made at the first poll.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::{Sleep, sleep};
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
        Box::pin(Within { service: self, request: Some(request), running: None })
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
        Box::pin(Tries { service: self, request, left: self.attempts.max(1), running: None })
    }
}

type Call<'a> = BoxFuture<'a, Result<String, String>>;

struct Within<'a, S> {
    service: &'a Timeout<S>,
    request: Option<String>,
    running: Option<(Call<'a>, Pin<Box<Sleep>>)>,
}

impl<S: Service> Future for Within<'_, S> {
    type Output = Result<String, String>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(request) = self.request.take() {
            let service = self.service;
            self.running = Some((service.inner.call(request), Box::pin(sleep(service.limit))));
        }
        let (call, timer) = self.running.as_mut().expect("not polled after its end");
        let answer = match call.as_mut().poll(cx) {
            Poll::Ready(answer) => answer,
            Poll::Pending => {
                ready!(timer.as_mut().poll(cx));
                Err("timed out".to_owned())
            }
        };
        // The caller may keep this future: what it asked ends here.
        self.running = None;
        Poll::Ready(answer)
    }
}

struct Tries<'a, S> {
    service: &'a Retry<S>,
    request: String,
    left: u32,
    running: Option<Call<'a>>,
}

impl<S: Service> Future for Tries<'_, S> {
    type Output = Result<String, String>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        loop {
            let call = this.running.get_or_insert_with(|| this.service.inner.call(this.request.clone()));
            let answer = ready!(call.as_mut().poll(cx));
            this.running = None;
            this.left -= 1;
            if answer.is_ok() || this.left == 0 {
                return Poll::Ready(answer);
            }
        }
    }
}
