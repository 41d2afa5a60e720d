//! Registers `finish_within` with its claims.

use super::kata;

pub fn register() {
    shutdown::finish_within::ANSWER.set(|tasks, grace| Box::pin(kata::finish_within(tasks, grace)));
    shutdown::finish_within::LOCAL.set(|tasks, grace| Box::pin(kata::finish_within(tasks, grace)));
}
