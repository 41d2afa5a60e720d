//! Registers `drain_on_shutdown` with its claims.

use super::kata;

pub fn register() {
    shutdown::drain_on_shutdown::ANSWER
        .set(|jobs, shutdown, work| Box::pin(kata::drain_on_shutdown(jobs, shutdown, work)));
}
