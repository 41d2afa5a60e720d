//! Registers `map_blocking` with its claims.

use super::kata;

pub fn register() {
    blocking::map_blocking::ANSWER.set(|items, limit, work| Box::pin(kata::map_blocking(items, limit, work)));
}
