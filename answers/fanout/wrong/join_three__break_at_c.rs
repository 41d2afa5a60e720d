//! Leaves its `select!` loop as soon as `c` is ready, then awaits what is missing one by one. While it
//! awaits `a`, `b` is not polled.
//! family: one_by_one
//! caught by: each_goes_on_whatever_the_others_do
//! says: waiting for one of them alone

use std::pin::pin;

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let (mut a, mut b, mut c) = (pin!(a), pin!(b), pin!(c));
    let (mut first, mut second) = (None, None);
    let third = loop {
        tokio::select! {
            value = &mut a, if first.is_none() => first = Some(value),
            value = &mut b, if second.is_none() => second = Some(value),
            value = &mut c => break value,
        }
    };
    let first = match first {
        Some(value) => value,
        None => a.await,
    };
    let second = match second {
        Some(value) => value,
        None => b.await,
    };
    (first, second, third)
}
