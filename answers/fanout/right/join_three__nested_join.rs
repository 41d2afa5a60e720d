//! A pair inside a pair: `join` of two is enough for any number.

use futures::future::join;

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let ((a, b), c) = join(join(a, b), c).await;
    (a, b, c)
}
