//! Registers `pump` with its claims.

use super::kata;

pub fn register() {
    stream::pump::ANSWER.set(|source, capacity, work| Box::pin(kata::pump(source, capacity, work)));
}
