//! Leaks the futures to pin them. Nothing owns them any more, so a dropped call does not drop them.
//! family: kept_alive
//! caught by: dropping_it_half_way_drops_the_futures
//! says: leaked

use std::pin::Pin;

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let a = Box::leak(Box::new(a));
    let b = Box::leak(Box::new(b));
    let c = Box::leak(Box::new(c));
    // SAFETY: what is leaked never moves.
    let (a, b, c) = unsafe { (Pin::new_unchecked(a), Pin::new_unchecked(b), Pin::new_unchecked(c)) };
    tokio::join!(a, b, c)
}
