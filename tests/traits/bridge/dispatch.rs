//! Registers `dispatch` with its claims.

use traits::dispatch::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(|services, request| Box::pin(kata::dispatch(services, request)));
}
