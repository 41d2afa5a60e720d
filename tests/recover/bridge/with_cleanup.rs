//! Registers `with_cleanup` with its claims.

use super::kata;

pub fn register() {
    recover::with_cleanup::ANSWER.set(|work, cleanup| Box::pin(kata::with_cleanup(work, cleanup)));
}
