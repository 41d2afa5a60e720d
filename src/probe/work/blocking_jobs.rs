//! Blocking work: each call holds its thread until the claim lets it go.

use std::cell::Cell;
use std::future::poll_fn;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use futures::future::{FutureExt, LocalBoxFuture};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::probe::beside;
use crate::probe::time::heartbeat::skip_beats;
use crate::probe::time::patience::{self, Patience, TURN, a_real_moment, patiently, sign_of_life};
use crate::probe::{Done, End, Failure, Heart, Lane, expect};

const ON_THE_RUNTIME: &str = "calling the work inside an async fn or block: that moves nothing to another thread; \
     hand it to spawn_blocking, and await the handle";
const STOOD_STILL: &str = "the runtime's thread waits for the work in a blocking call: join() of a thread, recv() of a \
     std channel, block_on; .await the handle instead";
const SPIN: &str =
    "looking in a loop whether a thread is done (is_finished, try_recv, yield_now): .await its handle";

/// Jobs that block. A call on a thread of its own waits there until the claim releases it. One on the runtime's
/// own thread is recorded but not held, because nothing could release it. Clones share the record. A heart beats
/// beside them.
#[derive(Clone)]
pub struct BlockingJobs(Arc<Inner>);

struct Inner {
    thread: ThreadId,
    runtime: Handle,
    heart: Heart,
    log: Mutex<Log>,
    let_go: Condvar,
    news: Notify,
}

struct Log {
    lanes: Vec<Lane>,
    let_go: Vec<bool>,
    started: Vec<usize>,
    ended: Vec<usize>,
    peak: usize,
    offence: Option<Offence>,
}

#[derive(Clone, Copy)]
enum Offence {
    OnTheRuntime(usize),
    StoodStill(usize),
}

impl BlockingJobs {
    /// Creates that many jobs. The claim calls it, on the runtime's thread.
    pub fn new(jobs: usize) -> BlockingJobs {
        let heart = Heart::new();
        let log = Log {
            lanes: (0..jobs).map(|job| Lane::new(format!("job {job}"))).collect(),
            let_go: vec![false; jobs],
            started: Vec::new(),
            ended: Vec::new(),
            peak: 0,
            offence: None,
        };
        BlockingJobs(Arc::new(Inner {
            thread: thread::current().id(),
            runtime: Handle::current(),
            heart,
            log: Mutex::new(log),
            let_go: Condvar::new(),
            news: Notify::new(),
        }))
    }

    /// The heart that beats beside the jobs.
    pub fn heart(&self) -> Heart {
        self.0.heart
    }

    /// The work to hand to an answer: called with a job's number, it blocks, then returns the number.
    pub fn work(&self) -> impl Fn(usize) -> Done + Clone + Send + Sync + 'static + use<> {
        let jobs = self.clone();
        move |job| {
            let _hold = jobs.hold(job);
            Done(job)
        }
    }

    /// Starts the job, and returns once the claim has released it. The job ends when the guard is dropped.
    pub fn hold(&self, job: usize) -> Hold {
        let mut log = self.log();
        log.lanes[job].called();
        log.lanes[job].started();
        log.started.push(job);
        sign_of_life();
        log.peak = log.peak.max(log.started.len() - log.ended.len());
        self.0.news.notify_one();
        let mut patience = Patience::of_eighths(5);
        if thread::current().id() == self.0.thread {
            self.give_up(&mut log, job, Offence::OnTheRuntime(job), "ran on the runtime's own thread");
        }
        while !log.let_go[job] && log.offence.is_none() {
            log = self.0.let_go.wait_timeout(log, TURN).unwrap_or_else(PoisonError::into_inner).0;
            if patience.is_out() {
                self.give_up(&mut log, job, Offence::StoodStill(job), "the runtime stood still");
                self.0.let_go.notify_all();
            }
        }
        drop(log);
        Hold { jobs: self.clone(), job }
    }

    fn give_up(&self, log: &mut Log, job: usize, offence: Offence, note: &str) {
        log.offence.get_or_insert(offence);
        // A plain thread cannot advance the clock.
        let _runtime = self.0.runtime.enter();
        skip_beats();
        log.lanes[job].note(note);
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.0.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A job at work on its thread. It ends when this is dropped.
pub struct Hold {
    jobs: BlockingJobs,
    job: usize,
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut log = self.jobs.log();
        log.lanes[self.job].ended(if thread::panicking() { End::Panicked } else { End::Finished });
        log.ended.push(self.job);
        sign_of_life();
        self.jobs.0.news.notify_one();
    }
}

// ------------------------------------------------------------------------ what the tests do

impl BlockingJobs {
    /// Releases this job: it ends at once, or as soon as it starts.
    pub fn let_go(&self, job: usize) {
        sign_of_life();
        self.log().let_go[job] = true;
        self.0.let_go.notify_all();
    }

    /// Releases all jobs.
    pub fn let_all_go(&self) {
        sign_of_life();
        self.log().let_go.fill(true);
        self.0.let_go.notify_all();
    }

    /// Waits until `jobs` jobs have started, and lets the heart beat.
    ///
    /// # Panics
    /// If they do not start, or if one runs on the runtime's thread.
    pub async fn until_started(&self, jobs: usize, cause: &str) {
        let enough = self.until(|log| log.started.len() >= jobs).await;
        expect(enough, || {
            let seen = self.started();
            let headline = match seen.len() {
                0 => "the work never started".to_owned(),
                1 => "only 1 job started".to_owned(),
                more => format!("only {more} jobs started"),
            };
            Failure::new(headline)
                .expected(format!("{jobs} started by then"))
                .seen(format!("started: {seen:?}"))
                .cause(cause)
        });
    }

    /// Waits until `jobs` jobs have ended, and lets the heart beat.
    ///
    /// # Panics
    /// If they do not end, or if one ran on the runtime's thread.
    pub async fn until_ended(&self, jobs: usize, cause: &str) {
        let enough = self.until(|log| log.ended.len() >= jobs).await;
        expect(enough, || {
            Failure::new("work that had started did not come to its end")
                .expected(format!("{jobs} ended by then"))
                .seen(format!("ended: {:?}", self.log().ended))
                .cause(cause)
        });
    }

    async fn until(&self, enough: impl Fn(&Log) -> bool) -> bool {
        let news = async {
            while !enough(&self.log()) && self.log().offence.is_none() {
                self.0.news.notified().await;
            }
        };
        sign_of_life();
        let enough = patience::wait(news.boxed_local(), 3).await.is_some();
        self.heart().beat(if enough { 2 } else { 8 }).await;
        self.expect_off_the_runtime();
        enough
    }

    /// Runs `call`, an answer at work on these jobs, beside `script` until both have ended.
    ///
    /// # Panics
    /// If they do not end, or if a job ran on the runtime's thread.
    pub async fn play<T>(&self, call: LocalBoxFuture<'_, T>, script: LocalBoxFuture<'_, ()>) -> T {
        self.heart().beat(3).await;
        let played = patiently(beside(call, script).boxed_local()).await;
        self.expect_off_the_runtime();
        let Some((call, ())) = played else {
            Failure::new("the jobs have ended, and the call has not")
                .expected("the call ends with its last job")
                .seen(format!("jobs ended: {:?}", self.log().ended))
                .cause("waiting for something that never comes: a sender that is still alive, a job never started")
                .raise()
        };
        call.value
    }

    /// Runs `call` until `jobs` jobs have started, and a real moment longer, in which it must sleep. Then releases
    /// all jobs.
    ///
    /// # Panics
    /// If it keeps asking to be polled, or like [`BlockingJobs::play`].
    pub async fn play_asleep<T>(&self, mut call: LocalBoxFuture<'_, T>, jobs: usize, cause: &str) -> T {
        let polls = Cell::new(0);
        let script = async {
            self.until_started(jobs, cause).await;
            let before = polls.get();
            a_real_moment().await;
            let polls = polls.get() - before;
            expect(polls < 20, || {
                Failure::new(format!("it was polled {polls} times while nothing had happened"))
                    .expected("asleep until a job is done")
                    .seen("it asked for its next turn again and again")
                    .cause(SPIN)
            });
            self.let_all_go();
        };
        let call = poll_fn(|cx| {
            polls.set(polls.get() + 1);
            call.poll_unpin(cx)
        });
        self.play(call.boxed_local(), script.boxed_local()).await
    }

    /// Expects that no job ran on the runtime's own thread, and that the thread did not block to wait for one.
    ///
    /// # Panics
    /// If one did.
    pub fn expect_off_the_runtime(&self) {
        let Some(offence) = self.log().offence else { return };
        let failure = match offence {
            Offence::OnTheRuntime(job) => {
                Failure::new("the work ran on the runtime's own thread: nothing else could run")
                    .seen(format!("no heartbeat while job {job} ran"))
                    .cause(ON_THE_RUNTIME)
            }
            Offence::StoodStill(job) => Failure::new("the runtime stood still until the work was done")
                .seen(format!("job {job} waited to be let go, and no task of the runtime could do that"))
                .cause(STOOD_STILL),
        };
        failure.expected("the runtime goes on while the work blocks a thread of the pool").raise();
    }

    /// The jobs in the order in which they started. Jobs that start at the same time, on threads of their own, may
    /// overtake each other in the last few steps.
    pub fn started(&self) -> Vec<usize> {
        self.log().started.clone()
    }

    /// The largest number of jobs that were held at once.
    pub fn peak(&self) -> usize {
        self.log().peak
    }

    /// Writes a remark beside the job.
    pub fn note(&self, job: usize, note: &str) {
        self.log().lanes[job].note(note);
    }
}
