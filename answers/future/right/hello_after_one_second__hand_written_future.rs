//! A future of its own, which makes its timer in the first poll.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Sleep, sleep};

struct Hello {
    timer: Option<Pin<Box<Sleep>>>,
}

impl Future for Hello {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(Duration::from_secs(1))));
        timer.as_mut().poll(cx).map(|()| "Hello")
    }
}

pub fn hello_after_one_second() -> impl Future<Output = &'static str> {
    Hello { timer: None }
}
