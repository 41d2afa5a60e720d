//! `off_the_runtime`: blocking work goes to a thread that may be blocked.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, panic_any};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::FutureExt;
use futures::future::{LocalBoxFuture, join_all};
use tokio_katas::JobPanicked;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{BlockingJobs, cancel_on, clock_stands_still, let_the_blocking_pool_run, patiently};

#[claim]
#[tokio::test(start_paused = true)]
async fn it_gives_what_the_work_gives() {
    let seven = Cell::new(7);
    let call = timed(off_the_runtime(move || Gained(seven))).await;
    let gained = call.value.as_ref().map(|Gained(value)| value.get()).ok();
    expect_eq("the result", &gained, &Some(7), NO_RESULT);
    call.took_no_time("looking now and then whether the work is done (sleep, interval): await its handle");
}

/// The work blocks until ten more heartbeats have passed.
#[claim]
#[tokio::test(start_paused = true)]
async fn other_tasks_go_on_while_it_works() {
    let jobs = BlockingJobs::new(1);
    let work = jobs.work();
    let script = async {
        jobs.until_started(1, NEVER_STARTED).await;
        jobs.heart().beat(10).await;
        jobs.let_go(0);
    };
    let call = off_the_runtime(move || work(0));
    let given = jobs.play(call.boxed_local(), script.boxed_local()).await;
    expect_eq("the result", &given, &Ok(Done(0)), NO_RESULT);
}

/// Four calls side by side, and the last one ends first.
#[claim]
#[tokio::test(start_paused = true)]
async fn several_calls_work_at_the_same_time() {
    let jobs = BlockingJobs::new(4);
    let calls = (0..4).map(|job| {
        let work = jobs.work();
        off_the_runtime(move || work(job))
    });
    let script = async {
        jobs.until_started(4, ONE_AT_A_TIME).await;
        for job in (0..4).rev() {
            jobs.let_go(job);
            jobs.until_ended(4 - job, ONE_AT_A_TIME).await;
        }
    };
    let given = jobs.play(join_all(calls).boxed_local(), script.boxed_local()).await;
    let expected: Vec<_> = (0..4).map(|job| Ok(Done(job))).collect();
    expect_eq("the results", &given, &expected, NO_RESULT);
}

/// A panic may carry a `&str`, a `String`, or neither. The next call works as before.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_panic_becomes_an_error_with_its_text() {
    async fn expect_text(work: fn(), text: &str, cause: &str) {
        let call = patiently(off_the_runtime(work).boxed_local());
        let seen = AssertUnwindSafe(call).catch_unwind().await;
        expect(seen.is_ok(), || {
            Failure::new("the work's panic came out of the call")
                .expected("Err(JobPanicked), with the panic's text")
                .seen("the caller panicked, too")
                .cause("an unwrap or expect on what spawn_blocking's handle gives")
        });
        expect_eq("the result", &seen.ok().flatten(), &Some(panicked(text)), cause);
    }
    expect_text(|| panic!("the disk is full"), "the disk is full", ITS_OWN_WORDS).await;
    let next = patiently(off_the_runtime(|| 7).boxed_local()).await;
    expect_eq("the result of the call after a panic", &next, &Some(Ok(7)), HARM);
    expect_text(|| panic!("sector {} is gone", 7), "sector 7 is gone", ONE_TYPE).await;
    expect_text(|| panic_any("text".to_owned()), "text", ONE_TYPE).await;
    expect_text(|| panic_any(404), "unknown panic", NO_TEXT).await;
    expect_text(|| panic_any(Box::new("boxed")), "unknown panic", NO_TEXT).await;
    expect_text(|| panic!(" \tkept as it is\n"), " \tkept as it is\n", "a text that is trimmed").await;
}

/// One of three panics while the others work. Neither they nor a later call notice.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_panic_harms_no_other_call() {
    let jobs = BlockingJobs::new(4);
    let call = |job: usize| {
        let jobs = jobs.clone();
        off_the_runtime(move || {
            let _hold = jobs.hold(job);
            assert!(job != 1, "only this one");
            job
        })
    };
    let script = async {
        jobs.until_started(3, ONE_AT_A_TIME).await;
        jobs.let_go(1);
        jobs.until_ended(1, ONE_AT_A_TIME).await;
        jobs.let_all_go();
    };
    let given = jobs.play(join_all((0..3).map(call)).boxed_local(), script.boxed_local()).await;
    expect_eq("the results", &given, &vec![Ok(0), panicked("only this one"), Ok(2)], HARM);
    let given = jobs.play(call(3).boxed_local(), async {}.boxed_local()).await;
    expect_eq("the result of a later call", &given, &Ok(3), HARM);
}

/// The future is dropped while the work blocks. Afterwards the work still runs to its end.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_that_has_started_runs_on_when_the_future_is_dropped() {
    let jobs = BlockingJobs::new(1);
    let work = jobs.work();
    let started = jobs.until_started(1, NEVER_STARTED);
    cancel_on(off_the_runtime(move || work(0)).boxed_local(), started.boxed_local()).await;
    jobs.expect_off_the_runtime();
    jobs.heart().beat(5).await;
    jobs.let_go(0);
    jobs.until_ended(1, "a drop that ends the work, or waits for its end").await;
}

/// While the work holds its thread there is nothing to do but wait.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_sleeps_while_the_work_goes_on() {
    let jobs = BlockingJobs::new(1);
    let work = jobs.work();
    let call = off_the_runtime(move || work(0));
    let _ = jobs.play_asleep(call.boxed_local(), 1, NEVER_STARTED).await;
}

/// The paused clock stands still while the blocking pool works. While any other thread works it jumps.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_works_on_the_blocking_pool() {
    let jobs = BlockingJobs::new(1);
    let work = jobs.work();
    let started = jobs.until_started(1, NEVER_STARTED);
    cancel_on(off_the_runtime(move || work(0)).boxed_local(), started.boxed_local()).await;
    expect(clock_stands_still().await, || {
        Failure::new("the runtime did not know that work was going on: its clock ran ahead")
            .expected("the work on the blocking pool, for which the paused clock waits")
            .seen("a thread that does not belong to the runtime")
            .cause(NOT_THE_POOL)
    });
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let jobs = BlockingJobs::new(2);
    jobs.let_go(0);
    let work = jobs.work();
    let call = async {
        let _ = off_the_runtime(move || work(0)).await;
        expect_no_tasks("a task beside the work that was not awaited");
    };
    jobs.play(call.boxed_local(), async {}.boxed_local()).await;

    let work = jobs.work();
    let started = jobs.until_started(2, NEVER_STARTED);
    cancel_on(off_the_runtime(move || work(1)).boxed_local(), started.boxed_local()).await;
    let_the_runtime_run().await;
    expect_no_tasks(DETACHED);
}

/// A future calls its work when it is first polled, and never before.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const EAGER: &str = "spawn_blocking in the call itself, outside the async block";
    expect_needs_no_runtime(|| off_the_runtime(|| 1));
    let calls = Arc::new(AtomicUsize::new(0));
    let count = || {
        let calls = Arc::clone(&calls);
        move || calls.fetch_add(1, Ordering::SeqCst)
    };
    let (kept, dropped) = (off_the_runtime(count()), off_the_runtime(count()));
    let_the_blocking_pool_run().await;
    drop(dropped);
    let_the_blocking_pool_run().await;
    expect_eq("the calls of work before the first poll", &calls.load(Ordering::SeqCst), &0, EAGER);
    let given = patiently(kept.boxed_local()).await;
    expect_eq("the result", &given, &Some(Ok(0)), EAGER);
}

/// Sixteen calls side by side that end in an order that no answer can know. Some panic.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_calls_side_by_side_will_do() {
    let mut rng = Rng::of_this_run();
    let jobs = BlockingJobs::new(16);
    let words: Vec<Option<String>> = (0..16).map(|_| (rng.pick(0..3) == 0).then(|| rng.word())).collect();
    let calls = words.iter().cloned().enumerate().map(|(job, word)| {
        let jobs = jobs.clone();
        off_the_runtime(move || {
            let _hold = jobs.hold(job);
            word.map_or(Done(job), |word| panic!("{word}"))
        })
    });
    let mut order: Vec<usize> = (0..16).collect();
    (1..16).for_each(|last| order.swap(last, rng.pick(0..last as u64 + 1) as usize));
    let script = async {
        jobs.until_started(16, ONE_AT_A_TIME).await;
        for (ended, &job) in order.iter().enumerate() {
            jobs.let_go(job);
            jobs.until_ended(ended + 1, ONE_AT_A_TIME).await;
        }
    };
    let given = jobs.play(join_all(calls).boxed_local(), script.boxed_local()).await;
    for (job, word) in words.iter().enumerate() {
        let expected = word.as_deref().map_or(Ok(Done(job)), panicked);
        expect_eq(&format!("the result of job {job}"), &given[job], &expected, ITS_OWN_WORDS);
    }
}

/// Work and result of one type, since the answer is compiled once.
type Work = Box<dyn FnOnce() -> Erased<0> + Send>;
type OffTheRuntime = fn(Work) -> LocalBoxFuture<'static, Result<Erased<0>, JobPanicked>>;

pub static ANSWER: Answer<OffTheRuntime> = Answer::new();

fn off_the_runtime<R, F>(work: F) -> LocalBoxFuture<'static, Result<R, JobPanicked>>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    then(ANSWER.get()(Box::new(|| Erased::new(work()))), |result| result.map(Erased::open))
}

const NEVER_STARTED: &str = "work that is never handed to a thread, or waits there for something else";
const ONE_AT_A_TIME: &str = "one thread, or one lock, for all calls: each call blocks a thread of its own, and the pool has \
     hundreds";
const NO_RESULT: &str = "a result that is not handed on: await the handle that spawn_blocking gives";
const NOT_THE_POOL: &str =
    "std::thread::spawn: the runtime knows nothing of such a thread; spawn_blocking uses its pool";
const ITS_OWN_WORDS: &str =
    "the JoinError's own words (to_string): the panic's text is in its payload, into_panic()";
const ONE_TYPE: &str = "one type of payload only: panic!(\"…\") carries a &str, panic!(\"{…}\") a String";
const NO_TEXT: &str = "a payload that is neither a &str nor a String: panic_any may carry anything";
const HARM: &str = "something that all calls share (a thread, a lock, a static), and that one's panic breaks";
const DETACHED: &str = "a task beside the work, held by a plain JoinHandle: dropping it lets the task go on; \
     spawn_blocking needs no task";

fn panicked<R>(text: &str) -> Result<R, JobPanicked> {
    Err(JobPanicked { message: text.to_owned() })
}

/// What the work gives: it cannot be cloned, compared or printed.
struct Gained(Cell<u8>);
