//! Workers that run round after round until they are told to stop, then clean up.

use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::BoxFuture;

use crate::probe::work::order;
use crate::probe::{End, Failure, Lane, expect, sleep_ms};

/// The watched work and cleanup of some workers. Rounds and cleanups count from their first poll; clones share
/// the record.
#[derive(Clone)]
pub struct Workers {
    plan: Arc<[Plan]>,
    log: Arc<Mutex<Vec<Stint>>>,
}

#[derive(Clone, Copy)]
struct Plan {
    round_ms: u64,
    cleanup_ms: u64,
}

/// One round or one cleanup of one worker.
#[derive(Clone, Copy)]
struct Stint {
    worker: usize,
    is_cleanup: bool,
    lane: Lane,
}

impl Workers {
    /// One worker for each pair: how many virtual ms each of its rounds lasts, and its cleanup. 0 means that it
    /// yields once.
    pub fn lasting_ms(plan: impl IntoIterator<Item = (u64, u64)>) -> Workers {
        let plan = plan.into_iter().map(|(round_ms, cleanup_ms)| Plan { round_ms, cleanup_ms });
        Workers { plan: plan.collect(), log: Arc::default() }
    }

    /// How many workers there are.
    pub fn count(&self) -> usize {
        self.plan.len()
    }

    /// The longest round and the longest cleanup together, in virtual ms.
    pub fn longest_ms(&self) -> u64 {
        let longest = |ms: fn(&Plan) -> u64| self.plan.iter().map(ms).max().unwrap_or(0);
        longest(|plan| plan.round_ms) + longest(|plan| plan.cleanup_ms)
    }

    /// The work to hand to an answer. It is `Send`, but not `Sync`.
    pub fn work(&self) -> impl Fn(usize) -> BoxFuture<'static, ()> + Clone + Send + 'static + use<> {
        let (workers, not_sync) = (self.clone(), PhantomData::<Cell<()>>);
        move |worker| {
            let _ = &not_sync;
            Box::pin(workers.clone().stint(worker, false))
        }
    }

    /// The cleanup to hand to an answer. It is `Send`, but not `Sync`.
    pub fn cleanup(&self) -> impl Fn(usize) -> BoxFuture<'static, ()> + Clone + Send + 'static + use<> {
        let (workers, not_sync) = (self.clone(), PhantomData::<Cell<()>>);
        move |worker| {
            let _ = &not_sync;
            Box::pin(workers.clone().stint(worker, true))
        }
    }

    async fn stint(self, worker: usize, is_cleanup: bool) {
        let plan = self.plan[worker];
        let number = self.stints(worker, is_cleanup).len() + 1;
        let lane = Lane::new(match is_cleanup {
            true => format!("worker {worker} cleanup"),
            false => format!("worker {worker} round {number}"),
        });
        lane.called();
        lane.started();
        self.log().push(Stint { worker, is_cleanup, lane });
        let mut end = Ending { lane, end: End::Dropped };
        order::give_way().await;
        match if is_cleanup { plan.cleanup_ms } else { plan.round_ms } {
            0 => tokio::task::yield_now().await,
            ms => sleep_ms(ms).await,
        }
        order::give_way().await;
        end.end = End::Finished;
    }

    fn log(&self) -> MutexGuard<'_, Vec<Stint>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stints(&self, worker: usize, is_cleanup: bool) -> Vec<Stint> {
        let log = self.log();
        let mine = log.iter().filter(|stint| stint.worker == worker && stint.is_cleanup == is_cleanup);
        mine.copied().collect()
    }
}

/// Records the end of a stint, however it ends.
struct Ending {
    lane: Lane,
    end: End,
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.lane.ended(self.end);
    }
}

// ------------------------------------------------------------------------ what the tests ask

impl Workers {
    /// How many rounds the worker has started.
    pub fn rounds(&self, worker: usize) -> usize {
        self.stints(worker, false).len()
    }

    /// How many rounds and cleanups all workers have started.
    pub fn begun(&self) -> usize {
        self.log().len()
    }

    /// What the worker has done so far, as `0-10, 10-20, cleanup 20-25`, in virtual ms.
    pub fn history(&self, worker: usize) -> String {
        let shown = |stint: &Stint| {
            let row = stint.lane.row();
            let name = if stint.is_cleanup { "cleanup " } else { "" };
            let from = row.started_ms.unwrap_or_default();
            match row.ended {
                None => format!("{name}{from}-…"),
                Some((to, End::Finished)) => format!("{name}{from}-{to}"),
                Some((to, _)) => format!("{name}{from}-{to} (cut short)"),
            }
        };
        let log = self.log();
        let mine = log.iter().filter(|stint| stint.worker == worker);
        mine.map(shown).collect::<Vec<_>>().join(", ")
    }

    /// Expects these histories, worker by worker.
    ///
    /// # Panics
    /// If one is different.
    pub fn expect_histories<H: AsRef<str>>(&self, expected: &[H], cause: &str) {
        for (worker, expected) in expected.iter().enumerate() {
            let seen = self.history(worker);
            expect(seen == expected.as_ref(), || {
                let what = |history: &str| match history {
                    "" => format!("worker {worker}: nothing"),
                    history => format!("worker {worker}: {history}"),
                };
                Failure::new(format!("worker {worker} {}", difference(&seen, expected.as_ref())))
                    .expected(what(expected.as_ref()) + " ms")
                    .seen(what(&seen) + " ms")
                    .cause(cause)
            });
        }
    }

    /// Expects each worker to have started this many rounds.
    ///
    /// # Panics
    /// If one has started more or fewer.
    pub fn expect_rounds(&self, expected: &[usize], cause: &str) {
        for (worker, &expected) in expected.iter().enumerate() {
            let seen = self.rounds(worker);
            expect(seen == expected, || {
                Failure::new(format!("worker {worker} began {}, not {expected}", rounds(seen)))
                    .expected(format!("worker {worker}: {}", rounds(expected)))
                    .seen(format!("worker {worker}: {}", rounds(seen)))
                    .cause(cause)
            });
        }
    }

    /// Expects that no round and no cleanup was dropped before its end.
    ///
    /// # Panics
    /// If one was.
    pub fn expect_none_cut_short(&self, cause: &str) {
        let log = self.log().clone();
        for Stint { worker, is_cleanup, lane } in log {
            let dropped = lane.row().ended.filter(|(_, end)| *end == End::Dropped);
            if let Some((at, _)) = dropped {
                lane.note("cut short");
                let what = if is_cleanup { "the cleanup" } else { "a round" };
                Failure::new(format!("{what} of worker {worker} was cut short at {at} ms"))
                    .expected("what has begun is finished")
                    .seen(format!("dropped at {at} ms"))
                    .cause(cause)
                    .raise();
            }
        }
    }

    /// Expects that each worker has cleaned up exactly once.
    ///
    /// # Panics
    /// If one has not, or more than once.
    pub fn expect_each_cleaned_up_once(&self, cause: &str) {
        for worker in 0..self.count() {
            let times = self.stints(worker, true).len();
            expect(times == 1, || {
                Failure::new(match times {
                    0 => format!("worker {worker} never cleaned up"),
                    times => format!("worker {worker} cleaned up {times} times"),
                })
                .expected("one cleanup for each worker")
                .seen(format!("{times} of worker {worker}"))
                .cause(cause)
            });
        }
    }

    /// Expects that no round and no cleanup is under way.
    ///
    /// # Panics
    /// If one is.
    pub fn expect_none_in_flight(&self, cause: &str) {
        let log = self.log().clone();
        if let Some(stint) = log.iter().find(|stint| stint.lane.row().ended.is_none()) {
            stint.lane.note("still running");
            Failure::new(format!("worker {} is still at work", stint.worker))
                .expected("no work left running")
                .seen(format!("worker {}: {}", stint.worker, self.history(stint.worker)))
                .cause(cause)
                .raise();
        }
    }
}

fn rounds(number: usize) -> String {
    if number == 1 { "1 round".to_owned() } else { format!("{number} rounds") }
}

/// In words, how two histories differ.
fn difference(seen: &str, expected: &str) -> String {
    let count = |history: &str, cleanup: bool| {
        history
            .split(", ")
            .filter(|stint| !stint.is_empty() && stint.starts_with("cleanup") == cleanup)
            .count()
    };
    let (began, should) = (count(seen, false), count(expected, false));
    if seen.contains("cut short") {
        "was cut short".to_owned()
    } else if began != should {
        format!("began {}, not {should}", rounds(began))
    } else if count(seen, true) != count(expected, true) {
        format!("cleaned up {} times, not {}", count(seen, true), count(expected, true))
    } else {
        "did the right things at the wrong time".to_owned()
    }
}
