//! Registers `apply_latest` with its claims.

use super::kata;

pub fn register() {
    select::apply_latest::ANSWER.set(|settings, apply| Box::pin(kata::apply_latest(settings, apply)));
    select::apply_latest::LOCAL.set(|settings, apply| Box::pin(kata::apply_latest(settings, apply)));
}
