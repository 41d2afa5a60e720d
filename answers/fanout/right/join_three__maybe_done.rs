//! What `join!` expands to: each future is kept until it is done, then its result is.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use futures::future::maybe_done;

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let mut a = pin!(maybe_done(a));
    let mut b = pin!(maybe_done(b));
    let mut c = pin!(maybe_done(c));
    poll_fn(|cx| {
        // No short cut with `&&`: every one of them has to be polled at every turn.
        let ready =
            [a.as_mut().poll(cx), b.as_mut().poll(cx), c.as_mut().poll(cx)].iter().all(Poll::is_ready);
        if ready { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    let done = "polled until it was done, and taken once";
    (a.take_output().expect(done), b.take_output().expect(done), c.take_output().expect(done))
}
