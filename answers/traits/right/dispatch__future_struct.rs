//! A future of its own: the call in hand, the services to come, the errors so far.

use std::pin::Pin;
use std::slice::Iter;
use std::task::{Context, Poll, ready};

use futures::future::BoxFuture;
use tokio_katas::Service;

pub fn dispatch<'a>(services: &'a [Box<dyn Service>], request: &'a str) -> Dispatch<'a> {
    Dispatch { request, in_hand: None, to_come: services.iter(), errors: Vec::new() }
}

pub struct Dispatch<'a> {
    request: &'a str,
    in_hand: Option<BoxFuture<'a, Result<String, String>>>,
    to_come: Iter<'a, Box<dyn Service>>,
    errors: Vec<String>,
}

impl Future for Dispatch<'_> {
    type Output = Result<String, Vec<String>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        loop {
            if this.in_hand.is_none() {
                let Some(service) = this.to_come.next() else {
                    return Poll::Ready(Err(std::mem::take(&mut this.errors)));
                };
                this.in_hand = Some(service.call(this.request.to_owned()));
            }
            if let Some(call) = &mut this.in_hand {
                let answer = ready!(call.as_mut().poll(cx));
                this.in_hand = None;
                match answer {
                    Ok(answer) => return Poll::Ready(Ok(answer)),
                    Err(error) => this.errors.push(error),
                }
            }
        }
    }
}
