//! Registers `map_within_budget` with its claims.

use super::kata;

pub fn register() {
    limit::map_within_budget::ANSWER
        .set(|items, budget, work| Box::pin(kata::map_within_budget(items, budget, work)));
}
