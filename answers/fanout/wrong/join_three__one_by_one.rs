//! Takes a future for something that runs by itself: awaits one after the other.
//! caught by: it_takes_as_long_as_the_slowest
//! says: a future that is not polled does nothing

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let a = a.await;
    let b = b.await;
    let c = c.await;
    (a, b, c)
}
