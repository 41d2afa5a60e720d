//! Lets a timer wake it every millisecond. A countdown wakes itself at once and waits for nothing.
//! family: looks_now_and_then
//! caught by: every_pending_poll_wakes_its_own_task
//! says: a timer that wakes the task

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Sleep, sleep};

pub struct Countdown {
    left: u32,
    tick: Option<Pin<Box<Sleep>>>,
}

impl Countdown {
    pub fn new(from: u32) -> Countdown {
        Countdown { left: from, tick: None }
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        if self.left == 0 {
            return Poll::Ready("liftoff");
        }
        self.left -= 1;
        let mut tick = Box::pin(sleep(Duration::from_millis(1)));
        let _ = tick.as_mut().poll(cx);
        self.tick = Some(tick);
        Poll::Pending
    }
}
