//! Awaits one future after the other, as if each ran by itself. A future that is not polled does nothing,
//! so their times add up.
//! family: one_by_one
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
