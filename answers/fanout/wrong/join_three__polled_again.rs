//! Polls all three until all are ready in the same turn, even those that have already given their result. A
//! future must not be polled after it is ready.
//! family: polled_after_end
//! caught by: it_takes_as_long_as_the_slowest
//! says: polled again after

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
