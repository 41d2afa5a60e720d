//! A plain `select!`, in whatever order; where the timer wins, the work gets one last look.

use std::pin::pin;
use std::time::Duration;

use futures::FutureExt;
use tokio::time::sleep;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let mut work = pin!(work);
    tokio::select! {
        output = &mut work => Ok(output),
        () = sleep(limit) => work.now_or_never().ok_or(DeadlineExceeded),
    }
}
