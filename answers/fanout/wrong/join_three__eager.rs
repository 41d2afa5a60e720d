//! Polls each future once in the call itself, as if calling an async fn started it. Nothing may happen
//! before the returned future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: before the first poll

use futures::FutureExt;
use futures::future::{join3, maybe_done};

pub fn join_three<A, B, C>(a: A, b: B, c: C) -> impl Future<Output = (A::Output, B::Output, C::Output)>
where
    A: Future,
    B: Future,
    C: Future,
{
    let (mut a, mut b, mut c) = (Box::pin(maybe_done(a)), Box::pin(maybe_done(b)), Box::pin(maybe_done(c)));
    let _ = (a.as_mut().now_or_never(), b.as_mut().now_or_never(), c.as_mut().now_or_never());
    async move {
        join3(a.as_mut(), b.as_mut(), c.as_mut()).await;
        let done = "it has been polled until it was done";
        (
            a.as_mut().take_output().expect(done),
            b.as_mut().take_output().expect(done),
            c.as_mut().take_output().expect(done),
        )
    }
}
