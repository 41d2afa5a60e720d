//! Two instants, and a timer for each; the loser's is dropped with the race.

use futures::future::{FutureExt, select_all};
use tokio::time::{Duration, Instant, sleep_until};

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    let start = Instant::now();
    let branch = |ms, label| {
        let until = start + Duration::from_millis(ms);
        sleep_until(until).map(move |()| label).boxed()
    };
    let race = select_all([branch(work_ms, "completed"), branch(timeout_ms, "cancelled")]);
    let (label, _index, _loser) = race.await;
    label
}
