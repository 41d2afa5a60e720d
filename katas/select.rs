//! One task, many waits. The lesson is in `katas/select.md`.

use std::time::Duration;

/// Runs `work`, and beside it a report at a time, until the work is done.
///
/// `report(1)` starts `every` after the first poll, and each further one `every` after the last one
/// has ended. Neither side holds up the other, even while both wait for one lock. The output is
/// returned in the instant in which the work is ready; a report under way is dropped, and none starts
/// any more. Work that is ready in the instant in which a report is due wins, every time. `work` and
/// the reports may borrow and need not be `Send`.
pub async fn with_progress<W, F, Fut>(work: W, every: Duration, report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    todo!("run the work, and report every {every:?}")
}
