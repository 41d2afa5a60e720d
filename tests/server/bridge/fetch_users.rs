//! Registers `fetch_users` with its claims.

use super::kata;

pub fn register() {
    server::fetch_users::ANSWER.set(|base, ids, limit| Box::pin(kata::fetch_users(base, ids, limit)));
}
