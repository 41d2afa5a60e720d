//! The runtime's heartbeat: a task that shows whether the runtime still runs tasks.

use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use tokio::time::advance;

use crate::probe::Lane;
use crate::probe::time::patience::sign_of_life;

/// A lane of beats, one virtual ms apart. While the runtime's thread is blocked there are no beats, and the
/// lane shows a gap.
#[derive(Debug, Clone, Copy)]
pub struct Heart {
    lane: Lane,
}

impl Heart {
    /// A heart that does not beat yet.
    #[expect(clippy::new_without_default, reason = "it opens a lane, as Lane::new does")]
    pub fn new() -> Heart {
        Heart { lane: Lane::new("heartbeat") }
    }

    /// Beats `times` times in a task of its own, and waits for it to end. This advances the clock by `times` ms.
    pub async fn beat(self, times: u64) {
        let beats = tokio::spawn(async move {
            for _ in 0..times {
                advance(Duration::from_millis(1)).await;
                self.lane.mark();
                sign_of_life();
            }
        });
        // The task neither panics nor is aborted.
        let _ = beats.await;
    }

    /// How often it has beaten.
    pub fn beats(self) -> usize {
        self.lane.row().marks.len()
    }
}

/// Advances the clock by ten beats without a beat: the gap in the picture where the runtime was blocked, long
/// enough to be seen. For any thread that has entered the runtime.
pub(crate) fn skip_beats() {
    let gap = pin!(advance(Duration::from_millis(10)));
    let _ = gap.poll(&mut Context::from_waker(Waker::noop()));
}
