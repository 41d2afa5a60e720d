//! Registers `off_the_runtime` with its claims.

use super::kata;

pub fn register() {
    blocking::off_the_runtime::ANSWER.set(|work| Box::pin(kata::off_the_runtime(work)));
}
