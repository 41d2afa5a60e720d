//! A worker that is stopped in the middle of its fourth step, and one whose stop is gone.

use crate::kata::work_until;
use crate::kit;
use std::time::Duration;
use tokio::sync::oneshot;

pub async fn check() {
    let (stop, stopped) = oneshot::channel();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(35)).await;
        let _ = stop.send(());
    });
    let seen = kit::watch(work_until(stopped)).await;
    let cause = match seen.ms {
        ms if ms < 35 => "it ends before it is stopped",
        _ => "a step that has begun is not stopped",
    };
    kit::expect_eq("it is stopped at 35 ms", seen.ms, 35, cause);
    kit::expect_eq("three steps were whole", seen.output, 3, "a step is counted that was cut short");
    let (gone, stopped) = oneshot::channel();
    drop(gone);
    let seen = kit::watch(work_until(stopped)).await;
    kit::expect_eq("a sender that is gone stops it at once", seen.ms, 0, "an error is not taken for a stop");
}
