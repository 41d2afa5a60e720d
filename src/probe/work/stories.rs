//! Stories that many levels tell in the same words: what is still alive when a call has ended or was dropped.

use crate::probe::process::record;
use crate::probe::{
    Failure, Jobs, drop_after_ms, expect, expect_no_tasks, let_the_runtime_run, sleep_ms, tasks_alive, timed,
};

/// Why something is alive when a call was dropped.
pub const DETACHED: &str =
    "tasks held by plain JoinHandles: dropping a handle detaches its task; a JoinSet aborts its tasks";
/// Why a call that gathers results through a channel never ends.
pub const SENDER_ALIVE: &str = "the function's own sender is still alive: recv gives None only when all senders are gone, so it \
     waits for ever; drop(tx) when all clones are made";
const ABORT_NOT_AWAITED: &str = "tasks that are aborted and not waited for, by abort(), by dropping a JoinSet (also at `return` \
     or `?`), or by a word to stop: they are gone only when the runtime has run; shutdown().await waits for that";
const LEFT_BEHIND: &str = "a task that is spawned and never stopped: it goes on when the call has returned";

/// The call has ended: at this instant none of the jobs is in flight, and no task is alive.
///
/// # Panics
/// If one is. The cause tells a task that was aborted a moment too late from one that nothing stops.
pub async fn expect_left_nothing<'a>(jobs: impl Into<Option<&'a Jobs>>) {
    expect_gone(jobs.into(), LEFT_BEHIND).await;
}

/// As [`expect_left_nothing`], where the call had to cancel jobs of its own: one that goes on was detached.
///
/// # Panics
/// If one of the jobs is in flight, or a task is alive.
pub async fn expect_all_cancelled<'a>(jobs: impl Into<Option<&'a Jobs>>) {
    expect_gone(jobs.into(), DETACHED).await;
}

async fn expect_gone(jobs: Option<&Jobs>, if_jobs_go_on: &str) {
    let in_flight = || jobs.map_or(0, |jobs| jobs.note_those_in_flight().len());
    let (open, alive) = (in_flight(), tasks_alive());
    if open == 0 && alive == 0 {
        return;
    }
    // Taken now, though the cause is known only when the runtime has run.
    let picture = record::picture();
    let_the_runtime_run().await;
    let cause = match (in_flight(), tasks_alive()) {
        (0, 0) => ABORT_NOT_AWAITED,
        (0, _) => LEFT_BEHIND,
        _ => if_jobs_go_on,
    };
    let what = match (open, alive) {
        (0, 1) => "1 task is still alive".to_owned(),
        (0, _) => format!("{alive} tasks are still alive"),
        _ => format!("{open} of the jobs still running"),
    };
    let failure =
        Failure::new(what.as_str()).expected("nothing left running").seen(what.as_str()).cause(cause);
    match picture {
        Some(picture) => failure.picture(picture).raise(),
        None => failure.raise(),
    }
}

/// Drops `call` after `ms` of virtual time, when it is half-way: all that it has started stops.
///
/// # Panics
/// If one of the jobs runs on, or a task is alive.
pub async fn stops_when_dropped<'a>(ms: u64, call: impl Future, jobs: impl Into<Option<&'a Jobs>>) {
    drop_after_ms(ms, call).await;
    let_the_runtime_run().await;
    if let Some(jobs) = jobs.into() {
        jobs.expect_none_in_flight(DETACHED);
    }
    expect_no_tasks(DETACHED);
}

/// The results of the items 0, 1, 2, … up to `items`, each in its place.
///
/// # Panics
/// If one is missing or in another's place.
pub fn expect_in_input_order(results: &[usize], items: usize) {
    expect(results.iter().copied().eq(0..items), || {
        Failure::new(format!("of {items} results, some are not in their place"))
            .expected(format!("the results of items 0 to {}, in that order", items - 1))
            .seen(format!("{} results, and not in input order", results.len()))
            .cause(
                "results kept in the order in which a JoinSet or a channel gave them: it is not the order in \
                 which the jobs were spawned",
            )
    });
}

/// `call` was made just now and is not polled: 15 ms later none of the jobs has been called, no task is alive, and the
/// time that it takes, `least_ms` or more, begins with its first poll.
///
/// # Panics
/// If something began earlier, with the cause `eager`.
pub async fn begins_when_polled(call: impl Future, jobs: &Jobs, least_ms: u64, eager: &str) {
    sleep_ms(15).await;
    jobs.items().into_iter().for_each(|job| jobs.called(job).expect_never(eager));
    expect_no_tasks(eager);
    timed(call).await.took_at_least_ms(least_ms, eager);
}
