//! Starts the timer in a task of its own and never stops it. When the work is done, that task goes on until the
//! deadline.
//! family: detached
//! caught by: nothing_is_left_running
//! says: a timer in a task of its own

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::sleep;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let (alarm, rings) = oneshot::channel();
    tokio::spawn(async move {
        sleep(limit).await;
        let _ = alarm.send(());
    });
    tokio::select! {
        biased;
        output = work => Ok(output),
        _ = rings => Err(DeadlineExceeded),
    }
}
