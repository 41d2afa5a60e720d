//! Registers `dispatch` with its claims.

use super::kata;

pub fn register() {
    traits::dispatch::ANSWER.set(|services, request| Box::pin(kata::dispatch(services, request)));
}
