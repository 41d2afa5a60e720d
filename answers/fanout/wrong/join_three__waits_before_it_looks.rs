//! Sleeps for a millisecond before it drives the futures, to let others run. Even futures that are ready at
//! once are late.
//! family: wrong_wait
//! caught by: three_that_are_ready_take_no_time
//! says: not for the clock

use std::time::Duration;

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    tokio::time::sleep(Duration::from_millis(1)).await;
    tokio::join!(a, b, c)
}
