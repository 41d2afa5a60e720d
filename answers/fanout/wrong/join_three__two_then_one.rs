//! Joins the first two, and begins the third when they are done.
//! caught by: they_may_wait_for_each_other
//! says: deadlock

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let (a, b) = tokio::join!(a, b);
    (a, b, c.await)
}
