//! Time windows on a machine that may stand still.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures::FutureExt;
use tokio::time::Instant;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{Running, sign_of_life, start};

/// The longest time for which the claim's task got no turn.
pub(crate) struct Gaps {
    longest: Rc<Cell<Duration>>,
    _watch: Running<()>,
}

impl Gaps {
    /// Watches from now on, until it is dropped.
    pub(crate) fn watch() -> Gaps {
        let longest = Rc::new(Cell::new(Duration::ZERO));
        let seen = Rc::clone(&longest);
        let watch = async move {
            loop {
                let before = Instant::now();
                sleep_ms(2).await;
                seen.set(seen.get().max(before.elapsed()));
            }
        };
        Gaps { longest, _watch: start(watch.boxed_local()) }
    }

    pub(crate) fn longest(&self) -> Duration {
        self.longest.get()
    }
}

/// Plays a scene until it was played without a gap of `ms`, five times at most: on a machine that stands
/// still, each step is late, and an answer with a limit for each step looks right.
pub(crate) async fn without_long_gaps(ms: u64, scene: impl AsyncFn()) {
    for _ in 0..5 {
        let gaps = Gaps::watch();
        scene().await;
        if gaps.longest() < Duration::from_millis(ms) {
            return;
        }
        sign_of_life();
    }
}
