//! Registers `run_every` with its claims.

use super::kata;

pub fn register() {
    select::run_every::ANSWER.set(|every, rounds, work| Box::pin(kata::run_every(every, rounds, work)));
}
