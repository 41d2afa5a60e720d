//! By hand: a place in the queue and a timer, polled one after the other and kept between polls.

use std::time::Duration;

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut messages = messages.into_iter().peekable();
    while messages.peek().is_some() {
        let mut room = pin!(tx.reserve());
        let mut timer = pin!(sleep(patience));
        let permit = poll_fn(|cx| {
            loop {
                if let Poll::Ready(permit) = room.as_mut().poll(cx) {
                    return Poll::Ready(permit);
                }
                if timer.as_mut().poll(cx).is_pending() {
                    return Poll::Pending;
                }
                stalls += 1;
                timer.as_mut().reset(Instant::now() + patience);
            }
        })
        .await;
        match permit {
            Ok(permit) => permit.send(messages.next().expect("one was seen")),
            Err(_) => break,
        }
    }
    Delivery { stalls, unsent: messages.collect() }
}
