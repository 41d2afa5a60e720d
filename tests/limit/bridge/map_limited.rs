//! Registers `map_limited` with its claims.

use super::kata;

pub fn register() {
    limit::map_limited::ANSWER.set(|items, limit, work| Box::pin(kata::map_limited(items, limit, work)));
}
