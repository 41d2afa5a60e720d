//! Blocks on each future in the middle of an async fn, as one would in `main`.
//! caught by: it_takes_as_long_as_the_slowest
//! says: Cannot start a runtime from within a runtime

use tokio::runtime::Handle;

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let runtime = Handle::current();
    (runtime.block_on(a), runtime.block_on(b), runtime.block_on(c))
}
