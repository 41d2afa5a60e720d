//! A stream that records what an answer does with it.

use std::cell::Cell;
use std::future::Future;
use std::marker::{PhantomData, PhantomPinned};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::probe::work::order::Yields;
use crate::probe::{End, Failure, Jobs, Lane, expect};

/// A source of items, handed to an answer as a stream. Its items are their numbers: 0, 1, 2, …
///
/// It records, in virtual time, when each item was pulled, whether it was polled after its end, and how it
/// ended; clones share the record. If its items belong to jobs, it also counts how far the answer ran ahead of
/// them.
///
/// Its stream is neither `Unpin` nor `Sync`: a generic answer may not require either.
#[derive(Clone)]
pub struct Source {
    plan: Arc<Plan>,
    log: Arc<Mutex<Log>>,
}

#[derive(Clone)]
struct Plan {
    items: Vec<Ready>,
    /// `None` if it never ends.
    end: Option<Ready>,
    /// The jobs that the items are for.
    jobs: Option<Jobs>,
}

/// When the next item is ready.
#[derive(Clone, Copy)]
enum Ready {
    /// This long after the stream's first poll.
    At(Duration),
    /// This long after the item was first polled for.
    After(Duration),
}

struct Log {
    lane: Lane,
    polls: u64,
    pulls: usize,
    /// Polls after the end.
    late_polls: u64,
    end: Option<End>,
    /// For each pull: how many pulled items, including this one, had a job that had not ended.
    unfinished: Vec<usize>,
}

impl Source {
    /// That many items, each ready as soon as it is polled for.
    pub fn instant(items: usize) -> Source {
        Source::at_ms(vec![0; items])
    }

    /// Item i is ready from the i-th of these times on, in virtual ms since the stream's first poll.
    pub fn at_ms(times: impl IntoIterator<Item = u64>) -> Source {
        Source::of(times.into_iter().map(|ms| Ready::At(Duration::from_millis(ms))))
    }

    /// Item i is ready the i-th of these times after it was first polled for, in virtual ms.
    pub fn taking_ms(times: impl IntoIterator<Item = u64>) -> Source {
        Source::of(times.into_iter().map(|ms| Ready::After(Duration::from_millis(ms))))
    }

    fn of(items: impl Iterator<Item = Ready>) -> Source {
        let end = Some(Ready::After(Duration::ZERO));
        let log = Log {
            lane: Lane::new("source"),
            polls: 0,
            pulls: 0,
            late_polls: 0,
            end: None,
            unfinished: Vec::new(),
        };
        let plan = Plan { items: items.collect(), end, jobs: None };
        Source { plan: Arc::new(plan), log: Arc::new(Mutex::new(log)) }
    }

    /// Makes it end at this time, in virtual ms since the stream's first poll, not right after its last item.
    pub fn ending_at_ms(self, ms: u64) -> Source {
        self.with(|plan| plan.end = Some(Ready::At(Duration::from_millis(ms))))
    }

    /// Makes it wait for ever after its last item.
    pub fn never_ending(self) -> Source {
        self.with(|plan| plan.end = None)
    }

    /// Makes its items these jobs' numbers: at each pull it counts the items whose job has not ended.
    pub fn feeding(self, jobs: &Jobs) -> Source {
        self.with(|plan| plan.jobs = Some(jobs.clone()))
    }

    fn with(mut self, change: impl FnOnce(&mut Plan)) -> Source {
        let mut plan = Plan::clone(&self.plan);
        change(&mut plan);
        self.plan = Arc::new(plan);
        self
    }

    /// The stream to hand to an answer. Call it once: all streams would write into the same record.
    pub fn stream(&self) -> Watched {
        self.log().lane.called();
        let state = State { next: 0, first_poll: None, asked: None, timer: None, step: None };
        Watched {
            source: self.clone(),
            state: Mutex::new(state),
            _not_unpin: PhantomPinned,
            _not_sync: PhantomData,
        }
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A source's stream.
pub struct Watched {
    source: Source,
    // Behind a lock, because a pinned stream that is not `Unpin` gives only `&`.
    state: Mutex<State>,
    _not_unpin: PhantomPinned,
    _not_sync: PhantomData<Cell<()>>,
}

struct State {
    next: usize,
    first_poll: Option<Instant>,
    asked: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
    /// Before the next item, once it is due.
    step: Option<Yields>,
}

impl Stream for Watched {
    type Item = usize;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<usize>> {
        let plan = &self.source.plan;
        let state = &mut *self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let first_poll = *state.first_poll.get_or_insert_with(|| {
            self.source.log().lane.started();
            now
        });
        {
            let mut log = self.source.log();
            log.polls += 1;
            if log.end.is_some() {
                log.late_polls += 1;
                return Poll::Ready(None);
            }
        }

        let asked = *state.asked.get_or_insert(now);
        let item = (state.next < plan.items.len()).then_some(state.next);
        let Some(ready) = item.map(|item| plan.items[item]).or(plan.end) else { return Poll::Pending };
        let at = match ready {
            Ready::At(after) => first_poll + after,
            Ready::After(after) => asked + after,
        };
        // No timer if the item is due already: it is ready at once.
        if at > now {
            let timer = state.timer.get_or_insert_with(|| Box::pin(sleep_until(at)));
            ready!(timer.as_mut().poll(cx));
        }
        ready!(state.step.get_or_insert_with(Yields::draw).poll(cx));
        (state.asked, state.timer, state.step) = (None, None, None);
        state.next += 1;

        // Read before the log is locked: jobs have a lock of their own.
        let ended = plan.jobs.as_ref().map(|jobs| jobs.end_order().len());
        let mut log = self.source.log();
        if item.is_some() {
            log.pulls += 1;
            log.lane.mark();
            let pulls = log.pulls;
            log.unfinished.extend(ended.map(|ended| pulls.saturating_sub(ended)));
        } else {
            log.end = Some(End::Finished);
            log.lane.ended(End::Finished);
        }
        Poll::Ready(item)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let mut log = self.source.log();
        if log.end.is_none() {
            log.end = Some(End::Dropped);
            log.lane.ended(End::Dropped);
        }
    }
}

// ------------------------------------------------------------------------ what the tests ask

impl Source {
    /// The numbers of all its items.
    pub fn items(&self) -> Vec<usize> {
        (0..self.plan.items.len()).collect()
    }

    /// How many items have been pulled.
    pub fn pulls(&self) -> usize {
        self.log().pulls
    }

    /// For each pull: how many pulled items, including this one, had a job that had not ended. Empty unless it feeds
    /// jobs.
    pub fn unfinished(&self) -> Vec<usize> {
        self.log().unfinished.clone()
    }

    /// Expects that it has not been polled at all.
    ///
    /// # Panics
    /// If it has.
    pub fn expect_not_polled(&self, cause: &str) {
        let polls = self.log().polls;
        expect(polls == 0, || {
            Failure::new("the source was polled too early")
                .expected("no poll of the source yet")
                .seen(format!("{polls} polls, {} items pulled", self.pulls()))
                .cause(cause)
        });
    }

    /// Expects that it has not been polled after its end.
    ///
    /// # Panics
    /// If it has.
    pub fn expect_not_polled_after_its_end(&self, cause: &str) {
        let late = self.log().late_polls;
        expect(late == 0, || {
            let times = if late == 1 { "once".to_owned() } else { format!("{late} times") };
            Failure::new(format!("the source was polled {times} after its end"))
                .expected("no poll after the source has said None: it may panic, or wait for ever")
                .seen(format!("polled {times} more"))
                .cause(cause)
        });
    }

    /// Expects that the answer no longer holds it: it was read to its end, or dropped.
    ///
    /// # Panics
    /// If it has not.
    pub fn expect_gone(&self, cause: &str) {
        let log = self.log();
        let (lane, gone) = (log.lane, log.end.is_some());
        drop(log);
        if !gone {
            lane.note("still held");
        }
        expect(gone, || {
            Failure::new("the source is still held")
                .expected("the source read to its end, or dropped")
                .seen("neither")
                .cause(cause)
        });
    }
}
