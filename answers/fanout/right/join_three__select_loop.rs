//! A `select!` loop that leaves out the branches whose result is there.

use std::pin::pin;

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let (mut a, mut b, mut c) = (pin!(a), pin!(b), pin!(c));
    let (mut first, mut second, mut third) = (None, None, None);
    loop {
        tokio::select! {
            value = &mut a, if first.is_none() => first = Some(value),
            value = &mut b, if second.is_none() => second = Some(value),
            value = &mut c, if third.is_none() => third = Some(value),
            else => break,
        }
    }
    match (first, second, third) {
        (Some(a), Some(b), Some(c)) => (a, b, c),
        _ => unreachable!("the loop ends once all three are there"),
    }
}
