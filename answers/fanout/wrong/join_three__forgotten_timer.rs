//! Spawns a task that warns when the three are slow, and never stops it. The task outlives the call.
//! family: detached
//! caught by: no_task_is_spawned
//! says: tokio::spawn

use std::time::Duration;

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    tokio::spawn(async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        eprintln!("still waiting for three futures");
    });
    tokio::join!(a, b, c)
}
