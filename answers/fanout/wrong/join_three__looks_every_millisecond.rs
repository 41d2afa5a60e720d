//! Looks every millisecond whether one is done, with a waker that does nothing. A future that is ready in
//! between waits for the next look.
//! family: looks_now_and_then
//! caught by: each_future_wakes_the_caller
//! says: the caller was not woken
//! says: on a timer

use std::pin::pin;
use std::time::Duration;

use futures::FutureExt;

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let (mut a, mut b, mut c) = (pin!(a), pin!(b), pin!(c));
    let (mut first, mut second, mut third) = (None, None, None);
    loop {
        first = first.or_else(|| a.as_mut().now_or_never());
        second = second.or_else(|| b.as_mut().now_or_never());
        third = third.or_else(|| c.as_mut().now_or_never());
        if first.is_some() && second.is_some() && third.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    first.zip(second).zip(third).map(|((a, b), c)| (a, b, c)).expect("all three are done")
}
