//! Registers `join_three` with its claims.

use fanout::join_three::ANSWER;
use futures::future::LocalBoxFuture;

use super::kata;

pub fn register() {
    ANSWER.set(|a, b, c| join_three(a, b, c));
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn join_three<'a, A, B, C>(a: A, b: B, c: C) -> LocalBoxFuture<'a, (A::Output, B::Output, C::Output)>
where
    A: Future + 'a,
    B: Future + 'a,
    C: Future + 'a,
{
    Box::pin(kata::join_three(a, b, c))
}
