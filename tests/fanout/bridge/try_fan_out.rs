//! Registers `try_fan_out` with its claims.

use fanout::try_fan_out::ANSWER;
use futures::future::LocalBoxFuture;

use super::kata;

pub fn register() {
    ANSWER.set(|items| try_fan_out(items, |item| item()));
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn try_fan_out<'a, T, R, E, F, Fut>(items: Vec<T>, work: F) -> LocalBoxFuture<'a, Result<Vec<R>, E>>
where
    T: 'a,
    F: Fn(T) -> Fut + 'a,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    Box::pin(kata::try_fan_out(items, work))
}
