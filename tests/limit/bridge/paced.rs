//! Registers `paced` with its claims.

use super::kata;

pub fn register() {
    limit::paced::ANSWER.set(|items, every, work| Box::pin(kata::paced(items, every, work)));
}
