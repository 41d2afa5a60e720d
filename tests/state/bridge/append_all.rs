//! Registers `append_all` with its claims.

use super::kata;

pub fn register() {
    state::append_all::ANSWER.set(|log, lines, stamp| Box::pin(kata::append_all(log, lines, stamp)));
}
