//! Registers `fetch_and_store` with its claims.

use super::kata;

pub fn register() {
    stream::fetch_and_store::ANSWER
        .set(|items, limit, fetch, store| Box::pin(kata::fetch_and_store(items, limit, fetch, store)));
}
