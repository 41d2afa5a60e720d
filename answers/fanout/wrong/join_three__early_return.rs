//! Returns at the first future that is pending, before it polls the others. They start only when that one
//! is done.
//! family: one_by_one
//! caught by: it_takes_as_long_as_the_slowest
//! says: poll all three before you wait

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Poll, ready};

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let (mut a, mut b, mut c) = (pin!(a), pin!(b), pin!(c));
    let (mut first, mut second) = (None, None);
    poll_fn(|cx| {
        if first.is_none() {
            first = Some(ready!(a.as_mut().poll(cx)));
        }
        if second.is_none() {
            second = Some(ready!(b.as_mut().poll(cx)));
        }
        let third = ready!(c.as_mut().poll(cx));
        Poll::Ready((first.take().expect("a is done"), second.take().expect("b is done"), third))
    })
    .await
}
