//! Registers `run_workers` with its claims.

use super::kata;

pub fn register() {
    shutdown::run_workers::ANSWER.set(|count, shutdown, work, cleanup| {
        let (work, cleanup) = (move |worker| work.begin(worker), move |worker| cleanup.begin(worker));
        Box::pin(kata::run_workers(count, shutdown, work, cleanup))
    });
}
