//! Registers `with_progress` with its claims.

use super::kata;

pub fn register() {
    select::with_progress::ANSWER
        .set(|work, every, report| Box::pin(kata::with_progress(work, every, report)));
}
