//! Registers `fetch_users` with its claims.

use server::fetch_users::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(|base, ids, limit| Box::pin(kata::fetch_users(base, ids, limit)));
}
