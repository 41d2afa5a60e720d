//! Joins the first two, and starts the third only when both are done.
//! family: one_by_one
//! caught by: it_takes_as_long_as_the_slowest
//! says: one after the other

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let (a, b) = tokio::join!(a, b);
    (a, b, c.await)
}
