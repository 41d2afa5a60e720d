//! Work that records what an answer does with it.

use std::collections::HashMap;
use std::future::Future;
use std::panic::panic_any;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Sleep, sleep};

use crate::probe::time::causes::{CUT_SHORT, OUT_OF_TURN};
use crate::probe::work::order::Yields;
use crate::probe::{Causes, End, Failure, Lane, expect};

/// Jobs to hand to an answer. Each records, in virtual time, when it was called and first polled, and when and
/// how it ended; clones share the record.
#[derive(Clone)]
pub struct Jobs {
    noun: &'static str,
    /// The number of the first job where they are named.
    first: usize,
    plan: Arc<[Plan]>,
    log: Arc<Mutex<Log>>,
}

/// What a job returns when it finishes: its number.
#[derive(Debug, PartialEq, Eq)]
pub struct Done(pub usize);

/// What a failing job returns: its number.
#[derive(Debug, PartialEq, Eq)]
pub struct Failed(pub usize);

#[derive(Clone)]
struct Plan {
    lasts: Duration,
    weight: u32,
    end: PlannedEnd,
}

#[derive(Clone)]
enum PlannedEnd {
    Done,
    Failed,
    Panic(&'static str),
    /// A panic whose payload is a number, so that it has no message.
    PanicWithoutText,
    Never,
}

/// What happened to the jobs so far. Their lanes hold the times.
struct Log {
    lanes: Vec<Lane>,
    calls: HashMap<usize, usize>,
    polls: Vec<u64>,
    started: Vec<usize>,
    ended: Vec<usize>,
    in_flight: usize,
    peak: usize,
    weight: u64,
    peak_weight: u64,
}

impl Jobs {
    /// One job for each number: how many virtual ms it lasts from its first poll.
    pub fn lasting_ms(ms: impl IntoIterator<Item = u64>) -> Jobs {
        Jobs::named("job", ms)
    }

    /// Like [`Jobs::lasting_ms`], with another noun in the picture: "look-up 0".
    pub fn named(noun: &'static str, ms: impl IntoIterator<Item = u64>) -> Jobs {
        Jobs::numbered(noun, 0, ms)
    }

    /// Like [`Jobs::named`], where the picture and the messages count from 1: job 0 is "report 1".
    pub fn named_from_1(noun: &'static str, ms: impl IntoIterator<Item = u64>) -> Jobs {
        Jobs::numbered(noun, 1, ms)
    }

    fn numbered(noun: &'static str, first: usize, ms: impl IntoIterator<Item = u64>) -> Jobs {
        let plan = ms.into_iter().map(|ms| Plan {
            lasts: Duration::from_millis(ms),
            weight: 1,
            end: PlannedEnd::Done,
        });
        let plan: Arc<[Plan]> = plan.collect();
        let log = Log {
            lanes: (0..plan.len()).map(|job| Lane::new(format!("{noun} {}", first + job))).collect(),
            calls: HashMap::new(),
            polls: vec![0; plan.len()],
            started: Vec::new(),
            ended: Vec::new(),
            in_flight: 0,
            peak: 0,
            weight: 0,
            peak_weight: 0,
        };
        Jobs { noun, first, plan, log: Arc::new(Mutex::new(log)) }
    }

    /// Makes this job end with `Err(Failed(job))`.
    pub fn failing(self, job: usize) -> Jobs {
        self.with(job, |plan| plan.end = PlannedEnd::Failed)
    }

    /// Makes this job panic at its end.
    pub fn panicking(self, job: usize, text: &'static str) -> Jobs {
        self.with(job, |plan| plan.end = PlannedEnd::Panic(text))
    }

    /// Makes this job panic at its end, with a payload that is not a string.
    pub fn panicking_without_text(self, job: usize) -> Jobs {
        self.with(job, |plan| plan.end = PlannedEnd::PanicWithoutText)
    }

    /// Makes this job never end.
    pub fn never_ending(self, job: usize) -> Jobs {
        self.with(job, |plan| plan.end = PlannedEnd::Never)
    }

    /// Sets the jobs' weights, in order. Without it each weighs 1.
    pub fn weighing(self, weights: impl IntoIterator<Item = u32>) -> Jobs {
        weights
            .into_iter()
            .enumerate()
            .fold(self, |jobs, (job, weight)| jobs.with(job, |plan| plan.weight = weight))
    }

    fn with(mut self, job: usize, change: impl FnOnce(&mut Plan)) -> Jobs {
        let mut plan = self.plan.to_vec();
        change(&mut plan[job]);
        self.plan = plan.into();
        self
    }

    /// The items that belong to [`Jobs::work`]: the jobs' numbers.
    pub fn items(&self) -> Vec<usize> {
        (0..self.plan.len()).collect()
    }

    /// The items for work that is limited by weight.
    pub fn weighted_items(&self) -> Vec<(usize, u32)> {
        self.plan.iter().map(|plan| plan.weight).enumerate().collect()
    }

    /// The results of all jobs, in input order.
    pub fn all_done(&self) -> Vec<Done> {
        self.items().into_iter().map(Done).collect()
    }

    /// The function to hand to an answer: called with a job's number, it returns the job's future.
    pub fn work(&self) -> impl Fn(usize) -> Job<Done> + Clone + Send + Sync + 'static + use<> {
        let jobs = self.clone();
        move |job| jobs.call(job, |result| result.unwrap_or_else(|Failed(job)| Done(job)))
    }

    /// Like [`Jobs::work`], for jobs that may fail.
    pub fn fallible_work(
        &self,
    ) -> impl Fn(usize) -> Job<Result<Done, Failed>> + Clone + Send + Sync + 'static + use<> {
        let jobs = self.clone();
        move |job| jobs.call(job, |result| result)
    }

    pub(crate) fn call<R>(&self, job: usize, convert: fn(Result<Done, Failed>) -> R) -> Job<R> {
        let mut log = self.log();
        *log.calls.entry(job).or_default() += 1;
        log.lanes[job].called();
        log.in_flight += 1;
        log.peak = log.peak.max(log.in_flight);
        log.weight += u64::from(self.plan[job].weight);
        log.peak_weight = log.peak_weight.max(log.weight);
        drop(log);
        Job { jobs: self.clone(), job, start: None, sleep: None, end: None, ended: false, convert }
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, job: usize, end: End) {
        let mut log = self.log();
        log.lanes[job].ended(end);
        log.ended.push(job);
        log.in_flight -= 1;
        log.weight -= u64::from(self.plan[job].weight);
    }
}

/// One watched job, as a future.
pub struct Job<R> {
    jobs: Jobs,
    job: usize,
    start: Option<Yields>,
    sleep: Option<Pin<Box<Sleep>>>,
    end: Option<Yields>,
    ended: bool,
    convert: fn(Result<Done, Failed>) -> R,
}

impl<R> Future for Job<R> {
    type Output = R;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> {
        expect(!self.ended, || {
            Failure::new(format!("job {} was polled again after it had ended", self.job))
                .expected("no poll of a future that has given its result")
                .seen("one more poll")
                .cause("a future that is kept in a list, an array or a join of your own after it was Ready")
        });
        let (jobs, job) = (self.jobs.clone(), self.job);
        let plan = &jobs.plan[job];
        let start = self.start.get_or_insert_with(|| {
            let mut log = jobs.log();
            log.started.push(job);
            log.lanes[job].started();
            Yields::draw()
        });
        // Polls that only give way are not counted: the job asked for them itself.
        ready!(start.poll(cx));
        if let Some(end) = &mut self.end {
            ready!(end.poll(cx));
        }
        jobs.log().polls[job] += 1;
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep(plan.lasts)));
        if matches!(plan.end, PlannedEnd::Never) {
            return Poll::Pending;
        }
        ready!(sleep.as_mut().poll(cx));
        ready!(self.end.get_or_insert_with(Yields::draw).poll(cx));
        self.ended = true;
        if matches!(plan.end, PlannedEnd::Failed) {
            jobs.lane(job).note("failed");
        }
        let panics = matches!(plan.end, PlannedEnd::Panic(_) | PlannedEnd::PanicWithoutText);
        jobs.end(job, if panics { End::Panicked } else { End::Finished });
        match plan.end {
            PlannedEnd::Panic(text) => panic_any(text),
            PlannedEnd::PanicWithoutText => panic_any(job),
            PlannedEnd::Failed => Poll::Ready((self.convert)(Err(Failed(job)))),
            PlannedEnd::Done | PlannedEnd::Never => Poll::Ready((self.convert)(Ok(Done(job)))),
        }
    }
}

impl<R> Drop for Job<R> {
    fn drop(&mut self) {
        if !self.ended {
            self.jobs.end(self.job, End::Dropped);
        }
    }
}

// ------------------------------------------------------------------------ what the tests ask

impl Jobs {
    /// When the job was called.
    pub fn called(&self, job: usize) -> When {
        let at = self.lane(job).row().called_ms;
        self.when(job, at, "called")
    }

    /// When the job was first polled.
    pub fn started(&self, job: usize) -> When {
        let at = self.lane(job).row().started_ms;
        self.when(job, at, "started")
    }

    /// When the job ended, in whatever way.
    pub fn ended(&self, job: usize) -> When {
        let at = self.lane(job).row().ended.map(|(at, _)| at);
        self.when(job, at, "ended")
    }

    /// How the job ended, if it has.
    pub fn end_of(&self, job: usize) -> Option<End> {
        self.lane(job).row().ended.map(|(_, end)| end)
    }

    fn lane(&self, job: usize) -> Lane {
        self.log().lanes[job]
    }

    fn when(&self, job: usize, at_ms: Option<u64>, what: &'static str) -> When {
        When { lane: self.lane(job), name: format!("{} {}", self.noun, self.first + job), what, at_ms }
    }

    /// The jobs in the order in which they were first polled.
    pub fn start_order(&self) -> Vec<usize> {
        self.log().started.clone()
    }

    /// The jobs in the order in which they ended.
    pub fn end_order(&self) -> Vec<usize> {
        self.log().ended.clone()
    }

    /// How often the job has been polled.
    pub fn polls(&self, job: usize) -> u64 {
        self.log().polls[job]
    }

    /// How many jobs have been called.
    pub fn calls(&self) -> usize {
        self.log().calls.values().sum()
    }

    /// The largest number of jobs in flight at once.
    pub fn peak(&self) -> usize {
        self.log().peak
    }

    /// The largest weight in flight at once.
    pub fn peak_weight(&self) -> u64 {
        self.log().peak_weight
    }

    /// Expects that exactly `expected` jobs were in flight at the busiest moment.
    ///
    /// # Panics
    /// If there were more or fewer.
    pub fn expect_peak(&self, expected: usize, cause: &str) {
        let peak = self.peak();
        expect(peak == expected, || {
            let headline = if peak > expected { "too many jobs in flight" } else { "too few jobs in flight" };
            Failure::new(format!("{headline}: {peak} at once"))
                .expected(format!("{expected} at the busiest moment"))
                .seen(format!("{peak}"))
                .cause(cause)
        });
    }

    /// Expects that every job was called exactly once.
    ///
    /// # Panics
    /// If one was not.
    pub fn expect_each_called_once(&self, cause: &str) {
        let calls: Vec<usize> =
            self.items().iter().map(|job| self.log().calls.get(job).copied().unwrap_or(0)).collect();
        let odd = calls.iter().position(|&times| times != 1);
        expect(odd.is_none(), || {
            let job = odd.unwrap_or_default();
            Failure::new(format!("work was called {} times for job {job}", calls[job]))
                .expected("once for each item")
                .seen(format!("calls for each item: {calls:?}"))
                .cause(cause)
        });
    }

    /// Expects that the jobs started in input order.
    ///
    /// # Panics
    /// If they did not.
    pub fn expect_started_in_order(&self, cause: &str) {
        let order = self.start_order();
        expect(order.is_sorted(), || {
            Failure::new("jobs did not start in input order")
                .expected(format!("{:?}", self.items()))
                .seen(format!("{order:?}"))
                .cause(cause)
        });
    }

    /// Expects that no job is in flight: each one that was called has ended.
    ///
    /// # Panics
    /// If one is.
    pub fn expect_none_in_flight(&self, cause: &str) {
        let open = self.note_those_in_flight();
        expect(open.is_empty(), || {
            Failure::new(format!("{} of the jobs still running", open.len()))
                .expected("no work left running")
                .seen(format!("jobs not ended: {open:?}"))
                .cause(cause)
        });
    }

    /// The jobs that were called and have not ended. Each is marked in the timeline.
    pub(crate) fn note_those_in_flight(&self) -> Vec<usize> {
        let open: Vec<usize> = self.items().into_iter().filter(|&job| self.is_open(job)).collect();
        for &job in &open {
            self.lane(job).note("still running");
        }
        open
    }

    fn is_open(&self, job: usize) -> bool {
        let row = self.lane(job).row();
        row.called_ms.is_some() && row.ended.is_none()
    }
}

/// An instant in a job's life, to compare with an expected one.
pub struct When {
    lane: Lane,
    name: String,
    what: &'static str,
    at_ms: Option<u64>,
}

impl When {
    /// Expects it at exactly this virtual ms. A plain `cause` is the usual cause of a later instant, or of none; an
    /// earlier one then has the general cause of its kind. [`Causes`] names both.
    ///
    /// # Panics
    /// If it happened at another time or not at all.
    pub fn expect_at_ms<'a>(&self, expected_ms: u64, cause: impl Into<Causes<'a>>) {
        let What { headline, seen } = self.describe(expected_ms);
        let right = self.at_ms == Some(expected_ms);
        if !right {
            self.lane.note(format!("not {} at {expected_ms} ms", self.what));
        }
        let causes = cause.into();
        let cause = match self.at_ms {
            // A job that finished by itself too early also began too early.
            Some(at) if at < expected_ms && self.was_dropped() => causes.early_or(CUT_SHORT),
            Some(at) if at < expected_ms => causes.early_or(OUT_OF_TURN),
            _ => causes.late(),
        };
        expect(right, || {
            let expected = format!("{} {} at {expected_ms} ms", self.name, self.what);
            Failure::new(headline).expected(expected).seen(seen).cause(cause)
        });
    }

    fn was_dropped(&self) -> bool {
        self.what == "ended" && matches!(self.lane.row().ended, Some((_, End::Dropped)))
    }

    /// Expects it at this virtual ms or later: for a claim about what must not begin early.
    ///
    /// # Panics
    /// If it happened earlier or not at all.
    pub fn expect_not_before_ms(&self, least_ms: u64, cause: &str) {
        let What { headline, seen } = self.describe(least_ms);
        let right = self.at_ms.is_some_and(|at| at >= least_ms);
        if !right {
            self.lane.note(format!("{} before {least_ms} ms", self.what));
        }
        expect(right, || {
            let expected = format!("{} not {} before {least_ms} ms", self.name, self.what);
            Failure::new(headline).expected(expected).seen(seen).cause(cause)
        });
    }

    /// Expects that it has not happened.
    ///
    /// # Panics
    /// If it has.
    pub fn expect_never(&self, cause: &str) {
        expect(self.at_ms.is_none(), || {
            let at = self.at_ms.unwrap_or_default();
            self.lane.note(format!("should not have {}", self.what));
            Failure::new(format!("{} {} at {at} ms, and should not have", self.name, self.what))
                .expected(format!("{} not {} at all", self.name, self.what))
                .seen(format!("{} at {at} ms", self.what))
                .cause(cause)
        });
    }

    /// The virtual ms at which it happened, if it did.
    pub fn at_ms(&self) -> Option<u64> {
        self.at_ms
    }

    fn describe(&self, expected_ms: u64) -> What {
        let (name, what) = (&self.name, self.what);
        match self.at_ms {
            None => What { headline: format!("{name} never {what}"), seen: "never".to_owned() },
            Some(at) => {
                let word = if at > expected_ms { "late" } else { "early" };
                let by = at.abs_diff(expected_ms);
                What { headline: format!("{name} {what} {by} ms too {word}"), seen: format!("at {at} ms") }
            }
        }
    }
}

struct What {
    headline: String,
    seen: String,
}
