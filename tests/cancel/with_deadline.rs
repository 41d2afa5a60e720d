//! `with_deadline`: the work runs in the caller's own task, and dropping it is how it stops.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio_katas::DeadlineExceeded;
use tokio_katas::probe::prelude::*;

/// 20 ms of work under a limit of 50 ms. The work borrows a local, holds an `Rc`, and gives a value that implements no
/// trait.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_in_time_gives_its_value_at_once() {
    struct Parcel<'a>(&'a str);
    let text = String::from("from the caller's own stack");
    let steps = Rc::new(Cell::new(0));
    let work = async {
        sleep_ms(20).await;
        steps.set(steps.get() + 1);
        Parcel(&text)
    };
    let seen = timed(with_deadline(work, ms(50))).await;
    seen.took_ms(20, WAITS_ON);
    let value = seen.value.map(|parcel| parcel.0);
    expect_eq("the result", &value, &Ok(text.as_str()), "an error although the work was done in time");
    expect_eq("the runs of the work", &steps.get(), &1, "the work polled again after its end");
}

#[rstest]
#[case::of_80_ms(80, 30)]
#[case::of_31_ms(31, 30)]
#[case::of_minutes(300_000, 70_000)]
#[claim]
#[tokio::test(start_paused = true)]
async fn late_work_is_an_error_at_the_deadline(#[case] work_ms: u64, #[case] limit_ms: u64) {
    let jobs = Jobs::lasting_ms([work_ms]);
    timed(with_deadline(jobs.work()(0), ms(limit_ms)))
        .await
        .took_ms(limit_ms, "the work awaited to its end, and the clock looked at afterwards")
        .gave(Err(DeadlineExceeded), "late work counted as done");
}

/// The claim still holds the finished call, so only the function itself can have dropped the work.
#[claim]
#[tokio::test(start_paused = true)]
async fn late_work_is_dropped_before_the_function_returns() {
    const HELD: &str = "the work held by a struct or a closure that the caller still has: work that is an \
         argument or a local of the async fn is dropped when it returns";
    const LEAKED: &str = "work that was leaked: what the future does not own is never dropped";
    let jobs = Jobs::lasting_ms([80]);
    let mut call = Box::pin(with_deadline(jobs.work()(0), ms(30)));
    let lane = Lane::new("the call");
    lane.started();
    let _ = call.as_mut().await;
    lane.ended(End::Finished);
    if jobs.end_of(0) != Some(End::Dropped) {
        let failure = Failure::new("the function returned, and its late work was still there")
            .expected("the work dropped at 30 ms, before the function returns")
            .seen("not dropped");
        drop(call);
        failure.cause(if jobs.end_of(0).is_none() { LEAKED } else { HELD }).raise();
    }
    jobs.ended(0).expect_at_ms(30, HELD);
}

/// The work ends in the instant of the deadline, at 30 ms, by its only timer or by its second. It is done, all of a
/// hundred times.
#[claim(one_order = "work that is ready in the instant of the deadline goes before it")]
#[tokio::test(start_paused = true)]
async fn work_ready_at_the_deadline_is_done_every_time() {
    for round in 0..100 {
        new_scene();
        let first_ms = if round % 2 == 0 { 0 } else { 10 };
        let jobs = Jobs::lasting_ms([30 - first_ms]);
        let work = async {
            if first_ms > 0 {
                sleep_ms(first_ms).await;
            }
            jobs.work()(0).await
        };
        let seen = timed(with_deadline(work, ms(30))).await;
        if seen.value != Ok(Done(0)) {
            let cause = lost_tie().await;
            expect_eq("work that ends in the instant of the deadline", &seen.value, &Ok(Done(0)), cause);
        }
        seen.took_ms(30, WAITS_ON);
    }
}

/// Work that is ready at once needs no time, so it is in time, all of a hundred times.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_ready_on_its_first_poll_is_done_even_with_limit_zero() {
    for _ in 0..100 {
        let seen = timed(with_deadline(async { "here" }, Duration::ZERO)).await;
        let cause = "giving up before the work was polled: poll the work first, even with no time left";
        expect_eq("ready work under a limit of zero", &seen.value, &Ok("here"), cause);
        seen.took_no_time(WAITS_ON);
    }
}

/// A limit of zero does not mean "no limit", and it is not rounded up.
#[claim]
#[tokio::test(start_paused = true)]
async fn limit_zero_gives_up_at_once() {
    let jobs = Jobs::lasting_ms([10]);
    let seen = timed(with_deadline(jobs.work()(0), Duration::ZERO)).await;
    let cause = "zero read as \"no limit\", or rounded up: a duration of zero stays zero";
    seen.gave(Err(DeadlineExceeded), cause).took_no_time(cause);
}

/// The work wakes up every 10 ms, five times; the deadline at 25 ms stays where it is.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_that_wakes_up_does_not_put_off_the_deadline() {
    let lane = Lane::new("work");
    let work = async {
        lane.called();
        lane.started();
        for _ in 0..5 {
            sleep_ms(10).await;
            lane.mark();
        }
        lane.ended(End::Finished);
    };
    timed(with_deadline(work, ms(25)))
        .await
        .took_ms(
            25,
            "a new timer at each poll: the clock starts again whenever the work wakes up; make the timer \
             once",
        )
        .gave(Err(DeadlineExceeded), "late work counted as done");
}

/// Another task answers at 10 ms, a few turns of the runtime after that instant began.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_woken_by_another_task_is_done_at_that_instant() {
    let (answer, question) = oneshot::channel();
    tokio::spawn(async move {
        sleep_ms(10).await;
        for _ in 0..10 {
            yield_now().await;
        }
        let _ = answer.send("answer");
    });
    timed(with_deadline(question, ms(50)))
        .await
        .took_ms(
            10,
            "looking at the work only every so often: polled with the waker of your own task, it wakes you \
             when there is something to see",
        )
        .gave(Ok(Ok("answer")), "an error although the work was done in time");
}

/// Polled once elsewhere, at 0 ms, and awaited here from then on: work of 20 ms, or a limit of 20 ms, must wake the
/// task that polled last.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_call_that_changes_tasks_is_woken_in_the_new_one() {
    for (work_ms, limit_ms) in [(20, 50), (50, 20)] {
        new_scene();
        let jobs = Jobs::lasting_ms([work_ms]);
        let mut call = pin!(with_deadline(jobs.work()(0), ms(limit_ms)));
        expect(call.as_mut().now_or_never().is_none(), || {
            Failure::new("it was ready at its first poll").cause("the work or the limit not waited for")
        });
        timed(call).await.took_ms(
            20,
            "a timer, or the work, polled once and then only looked at: each poll brings its own waker, and \
             what is still waited for must get the latest",
        );
    }
}

/// The work is done at 10 ms; whatever watched the clock until 50 ms must be gone.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let _ = with_deadline(sleep_ms(10), ms(50)).await;
    expect_no_tasks(
        "a timer in a task of its own that is not stopped: a timer needs no task; sleep in the same future \
         as the work",
    );
}

/// Dropped at 15 ms, while the work runs and the deadline is far.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_drops_the_work() {
    let jobs = Jobs::lasting_ms([80]);
    drop_after_ms(15, with_deadline(jobs.work()(0), ms(50))).await;
    let_the_runtime_run().await;
    jobs.expect_none_in_flight("work that was leaked: what the future does not own is not dropped with it");
    expect_no_tasks("a task held by a plain JoinHandle: dropping the handle detaches it");
}

/// Called at 0 ms and first polled at 4 ms: the work starts there, and the limit of 10 ms counts from there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| with_deadline(async {}, ms(10)));
    let jobs = Jobs::lasting_ms([80]);
    let call = with_deadline(jobs.work()(0), ms(10));
    sleep_ms(4).await;
    jobs.started(0).expect_never("work polled by the call itself, before the returned future is polled");
    let seen = timed(call).await;
    seen.took_at_least_ms(10, "a deadline computed by the call itself, before the first poll");
}

/// Forty random pairs of work and limit; every fourth is a tie, which the work wins.
#[claim(one_order = "work that is ready in the instant of the deadline goes before it")]
#[tokio::test(start_paused = true)]
async fn any_work_and_any_limit_will_do() {
    let mut rng = Rng::of_this_run();
    for round in 0..40 {
        new_scene();
        let work_ms = rng.pick(1..3000);
        let limit_ms = if round % 4 == 0 { work_ms } else { rng.pick(1..3000) };
        let jobs = Jobs::lasting_ms([work_ms]);
        let expected = if work_ms <= limit_ms { Ok(Done(0)) } else { Err(DeadlineExceeded) };
        let seen = timed(with_deadline(jobs.work()(0), ms(limit_ms))).await;
        expect(seen.value == expected, || {
            Failure::new(format!("work of {work_ms} ms under a limit of {limit_ms} ms: {:?}", seen.value))
                .expected(format!("{expected:?}"))
                .seen(format!("{:?} after {} ms", seen.value, seen.ms))
                .cause(if seen.ms == limit_ms { STRICTLY_BEFORE } else { "a limit that is rounded" })
        });
        let both = "waiting for the work or for the deadline, whichever is later: it ends with the earlier";
        seen.took_ms(work_ms.min(limit_ms), both);
        jobs.expect_none_in_flight("work that was leaked instead of dropped");
    }
}

/// Work that borrows, of one type, since the answer is compiled once.
type WithDeadline = for<'a> fn(
    LocalErasedFuture<'a, Borrowed<'a, 0>>,
    Duration,
) -> LocalBoxFuture<'a, Result<Borrowed<'a, 0>, DeadlineExceeded>>;

pub static ANSWER: Answer<WithDeadline> = Answer::new();

fn with_deadline<'a, F: Future + 'a>(
    work: F,
    limit: Duration,
) -> LocalBoxFuture<'a, Result<F::Output, DeadlineExceeded>> {
    let outputs = Eraser::new();
    let eraser = outputs.clone();
    let work = LocalErasedFuture::new(work, move |output| eraser.erase(output));
    then(ANSWER.get()(work, limit), move |output| output.map(|it| outputs.open(it)))
}

const WAITS_ON: &str = "waiting for the deadline although the work is done: join! waits for both, select! \
     for whichever is first";
const TIMER_FIRST: &str = "the timer polled before the work: in the instant of the deadline both are ready, \
     and the work goes first";
const COIN: &str = "select! without `biased`: of two ready branches it picks one at random; with `biased` \
     it polls the first branch first, which is to be the work";
const STRICTLY_BEFORE: &str = "the end of the work compared with < instead of <=: work that ends in the \
     instant of the deadline is in time";

/// Why work that ends in the instant of the deadline was late: what becomes of work that is ready at once, under a limit
/// of zero, tells.
async fn lost_tie() -> &'static str {
    let mut done = 0;
    for _ in 0..50 {
        done += usize::from(with_deadline(async {}, Duration::ZERO).await.is_ok());
    }
    match done {
        0 => TIMER_FIRST,
        50 => STRICTLY_BEFORE,
        _ => COIN,
    }
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}
