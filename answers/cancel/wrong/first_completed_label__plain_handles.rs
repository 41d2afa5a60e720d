//! Aborts the loser at the end of the race, but nothing aborts the tasks if the race itself is dropped. Dropping a
//! JoinHandle detaches its task.
//! family: detached
//! caught by: dropping_it_half_way_stops_both_branches
//! says: plain JoinHandles

use std::time::Duration;

use tokio::time::sleep;

pub async fn first_completed_label() -> &'static str {
    let mut fast = tokio::spawn(sleep(Duration::from_millis(5)));
    let mut slow = tokio::spawn(sleep(Duration::from_millis(50)));
    let (label, loser) = tokio::select! {
        _ = &mut fast => ("fast path", slow),
        _ = &mut slow => ("slow path", fast),
    };
    loser.abort();
    let _ = loser.await;
    label
}
