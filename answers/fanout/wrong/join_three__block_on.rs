//! Calls `block_on` on each future inside an async fn, as one would in `main`. This thread already drives a
//! runtime, so Tokio panics.
//! family: blocks_the_thread
//! caught by: three_that_are_ready_take_no_time
//! says: use .await

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
