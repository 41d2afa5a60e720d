//! `run_to_completion`: once begun, the work cannot be cancelled.

use std::any::Any;
use std::panic::{AssertUnwindSafe, panic_any};
use std::time::Duration;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, join_all};
use tokio::time::timeout;
use tokio_katas::probe::prelude::*;
use tokio_test::assert_pending;
use tokio_test::task::spawn;

#[claim]
#[tokio::test(start_paused = true)]
async fn it_gives_the_works_output() {
    let jobs = Jobs::lasting_ms([30]);
    let seen = timed(run_to_completion(jobs.work()(0))).await;
    seen.gave(Done(0), NO_RESULT).took_ms(30, NOW_AND_THEN);
    expect_no_tasks("a task beside the one that does the work");
}

/// Polled once, then left alone: the work of 30 ms is done at 30 ms, and its output waits for the caller.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_runs_on_while_the_future_is_held() {
    let jobs = Jobs::lasting_ms([30]);
    let mut call = spawn(run_to_completion(jobs.work()(0)));
    assert_pending!(call.poll());
    sleep_ms(50).await;
    expect_finished(&jobs, 30, IN_THE_CALLER);
    expect(call.is_woken(), || {
        Failure::new("the work has ended, and the caller was not woken")
            .expected("a wake-up at 30 ms")
            .seen("none until 50 ms")
            .cause(NOW_AND_THEN)
    });
    timed(call).await.gave(Done(0), NO_RESULT).took_no_time(NO_RESULT);
}

/// Work of 30 ms, dropped after the first poll, or at 15 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_runs_on_when_the_future_is_dropped() {
    for drop_ms in [0, 15] {
        new_scene();
        let jobs = Jobs::lasting_ms([30]);
        let mut call = spawn(run_to_completion(jobs.work()(0)));
        assert_pending!(call.poll());
        sleep_ms(drop_ms).await;
        drop(call);
        sleep_ms(50).await;
        expect_finished(&jobs, 30, CANCELLED);
        expect_no_tasks("a task beside the one that does the work");
    }
}

/// A request with a time-out of 10 ms: the caller goes on at 10 ms, and the work is done at 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_time_out_ends_the_wait_and_not_the_work() {
    let jobs = Jobs::lasting_ms([30]);
    let waited = timed(timeout(Duration::from_millis(10), run_to_completion(jobs.work()(0)))).await;
    waited.took_ms(10, "work that holds the thread");
    expect(waited.value.is_err(), || {
        Failure::new("work of 30 ms was done within 10 ms").cause("an output that is not the work's own")
    });
    sleep_ms(40).await;
    expect_finished(&jobs, 30, CANCELLED);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn a_panic_resumes_in_the_caller() {
    let jobs = Jobs::lasting_ms([30]).panicking(0, "the disk is full");
    let seen = panic_of(run_to_completion(jobs.work()(0))).await;
    expect_payload(seen, &"the disk is full", "the text \"the disk is full\"");
    expect_no_tasks("a task that outlives the panic");
}

/// A payload may be anything: here a type of the claim's own, a number and a `String`.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_panic_keeps_its_own_payload() {
    #[derive(PartialEq)]
    struct Ticket(u64);
    async fn panics_with<T: Send + 'static>(payload: T) {
        sleep_ms(5).await;
        panic_any(payload)
    }
    let seen = panic_of(run_to_completion(panics_with(Ticket(7)))).await;
    expect_payload(seen, &Ticket(7), "the Ticket that the work panicked with");
    let seen = panic_of(run_to_completion(panics_with(404_u16))).await;
    expect_payload(seen, &404_u16, "the number 404, a u16");
    let seen = panic_of(run_to_completion(panics_with("late".to_owned()))).await;
    expect_payload(seen, &"late".to_owned(), "the String \"late\"");
}

/// Held while the work panics at 30 ms: the panic waits for the caller, as an output would.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_panic_waits_for_the_caller() {
    let jobs = Jobs::lasting_ms([30]).panicking(0, "the disk is full");
    let mut call = spawn(run_to_completion(jobs.work()(0)));
    assert_pending!(call.poll());
    sleep_ms(50).await;
    expect_eq("how the work ended", &jobs.end_of(0), &Some(End::Panicked), IN_THE_CALLER);
    expect_payload(panic_of(call).await, &"the disk is full", "the text \"the disk is full\"");
}

/// Never polled, the future is only a plan: dropping it drops the work.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const BEFORE: &str = "tokio::spawn in the call itself: a future that is never polled does nothing";
    expect_needs_no_runtime(|| run_to_completion(std::future::ready(1)));
    let jobs = Jobs::lasting_ms([30, 30]);
    let work = jobs.work();
    let call = run_to_completion(work(0));
    let dropped = run_to_completion(work(1));
    sleep_ms(15).await;
    jobs.started(0).expect_never(BEFORE);
    expect_no_tasks(BEFORE);
    drop(dropped);
    let_the_runtime_run().await;
    jobs.started(1).expect_never(BEFORE);
    expect_eq("how unpolled work ended", &jobs.end_of(1), &Some(End::Dropped), "work kept somewhere else");
    timed(call).await.took_at_least_ms(30, "a clock started by the call itself");
    jobs.started(0).expect_not_before_ms(15, BEFORE);
}

/// Works of up to 100 ms side by side; every other one is dropped at a random time.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_works_side_by_side_will_do() {
    let mut rng = Rng::of_this_run();
    let plan: Vec<(u64, u64)> = (0..40).map(|_| (10 * rng.pick(1..11), 10 * rng.pick(0..11) + 5)).collect();
    let jobs = Jobs::lasting_ms(plan.iter().map(|&(lasts_ms, _)| lasts_ms));
    let work = jobs.work();
    let seen = timed(join_all(plan.iter().enumerate().map(|(job, &(_, drop_ms))| {
        let call = run_to_completion(work(job));
        async move { if job % 2 == 0 { Some(call.await) } else { drop_after_ms(drop_ms, call).await } }
    })))
    .await;
    sleep_ms(110).await;
    for (job, (lasts_ms, drop_ms)) in plan.into_iter().enumerate() {
        let given = (job % 2 == 0 || lasts_ms < drop_ms).then_some(Done(job));
        expect_eq("an output", &seen.value[job], &given, NO_RESULT);
        jobs.started(job).expect_at_ms(0, "one lock for all calls: one work at a time");
        jobs.ended(job).expect_at_ms(lasts_ms, Causes::both(CANCELLED));
        expect_eq("how a work ended", &jobs.end_of(job), &Some(End::Finished), CANCELLED);
    }
    expect_no_tasks("a task beside those that do the work");
}

/// Work of one type, since the answer is compiled once.
pub static ANSWER: Answer<fn(ErasedFuture<Erased<0>>) -> LocalBoxFuture<'static, Erased<0>>> = Answer::new();

fn run_to_completion<F>(work: F) -> LocalBoxFuture<'static, F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    then(ANSWER.get()(ErasedFuture::new(work, Erased::new)), Erased::open)
}

const IN_THE_CALLER: &str = "awaiting the work in the caller's own task: it runs only while the caller polls";
const CANCELLED: &str = "the work held by something that cancels it when dropped: the returned future \
     itself, a JoinSet, a guard that aborts, a remote_handle; a plain JoinHandle detaches";
const NO_RESULT: &str = "a result that is not handed on: keep the JoinHandle (or a oneshot) and await it";
const NOW_AND_THEN: &str =
    "a result that is looked for now and then: await the JoinHandle or the channel instead";

/// Job 0 ran to its end at this ms.
fn expect_finished(jobs: &Jobs, ms: u64, cause: &str) {
    expect(jobs.end_of(0) != Some(End::Dropped), || {
        Failure::new("the work was cancelled half-way")
            .expected(format!("it runs to its end, at {ms} ms"))
            .seen(format!("dropped at {} ms", jobs.ended(0).at_ms().unwrap_or_default()))
            .cause(cause)
    });
    jobs.ended(0).expect_at_ms(ms, Causes::both(cause));
}

/// The panic that the caller sees; `None` if there is none.
async fn panic_of<F: Future>(call: F) -> Option<Box<dyn Any + Send>> {
    let call = AssertUnwindSafe(call).catch_unwind();
    let ended = drop_after_ms(1000, call).await.unwrap_or_else(|| {
        Failure::new("the work panicked, and the caller waits for ever")
            .expected("the panic resumes in the caller")
            .seen("it was still waiting after a second")
            .cause(
                "an output that never comes: a channel whose sender was dropped by the panic is closed, \
                 and that is the news",
            )
            .raise()
    });
    ended.err()
}

fn expect_payload<T: PartialEq + 'static>(seen: Option<Box<dyn Any + Send>>, expected: &T, name: &str) {
    let seen = seen.unwrap_or_else(|| {
        Failure::new("the work panicked, and the caller never heard of it")
            .expected("the panic resumes in the caller")
            .seen("an output")
            .cause("a JoinError swallowed")
            .raise()
    });
    expect(seen.downcast_ref::<T>() == Some(expected), || {
        let text = seen.downcast_ref::<&str>().map(|text| text.to_string());
        let text = text.or_else(|| seen.downcast_ref::<String>().cloned());
        let cause = match &text {
            Some(text) if text.contains("JoinError") => {
                "unwrap or panic! on the JoinError: that is a panic of its own; \
                 resume_unwind(error.into_panic()) goes on with the first"
            }
            Some(_) => {
                "a new panic that has of the first only its text: resume_unwind(error.into_panic()) goes on \
                 with the payload as it is"
            }
            None => {
                "panic_any(error.into_panic()): it puts the payload, a box, into a box a second time; \
                 resume_unwind takes it as it is"
            }
        };
        Failure::new("the panic reached the caller with another payload")
            .expected(name)
            .seen(text.map_or("a payload of another type".to_owned(), |text| format!("the text {text:?}")))
            .cause(cause)
    });
}
