//! Polls all three until all are ready in one turn, also those that have been ready before.
//! caught by: none_is_polled_after_it_is_ready
//! says: polled again after it was ready
//! says: skip that one

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let (mut a, mut b, mut c) = (pin!(a), pin!(b), pin!(c));
    poll_fn(|cx| match (a.as_mut().poll(cx), b.as_mut().poll(cx), c.as_mut().poll(cx)) {
        (Poll::Ready(a), Poll::Ready(b), Poll::Ready(c)) => Poll::Ready((a, b, c)),
        _ => Poll::Pending,
    })
    .await
}
