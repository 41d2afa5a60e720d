//! Polls each future once to start it, then awaits them one after the other. One poll moves a future on by
//! one step only.
//! family: one_by_one
//! caught by: each_goes_on_whatever_the_others_do
//! says: only a poll moves a future on

use std::pin::pin;

use futures::future::maybe_done;
use futures::poll;

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let (mut a, mut b, mut c) = (pin!(maybe_done(a)), pin!(maybe_done(b)), pin!(maybe_done(c)));
    let _started = (poll!(a.as_mut()), poll!(b.as_mut()), poll!(c.as_mut()));
    a.as_mut().await;
    b.as_mut().await;
    c.as_mut().await;
    let done = "it has been awaited";
    (a.take_output().expect(done), b.take_output().expect(done), c.take_output().expect(done))
}
