//! Registers `first_success` with its claims.

use cancel::first_success::ANSWER;
use futures::future::LocalBoxFuture;

use super::kata;

pub fn register() {
    ANSWER.set(|attempts| first_success(attempts));
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn first_success<'a, F, T, E>(attempts: Vec<F>) -> LocalBoxFuture<'a, Result<T, Vec<E>>>
where
    F: Future<Output = Result<T, E>> + 'a,
    T: 'a,
    E: 'a,
{
    Box::pin(kata::first_success(attempts))
}
