//! `with_cleanup`: whatever becomes of the work, the cleanup runs, and runs to its end.

use std::any::Any;
use std::cell::Cell;
use std::future::{pending, ready};
use std::panic::{AssertUnwindSafe, panic_any, resume_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::FutureExt;
use futures::future::{BoxFuture, LocalBoxFuture, join};
use rstest::rstest;
use tokio_katas::probe::prelude::*;

/// Work of 20 ms, then a cleanup of 10 ms: the output is there at 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_cleanup_runs_when_the_work_has_ended() {
    let scene = Scene::new(20, 10);
    let (seen, ()) = beside(with_cleanup(scene.work(), scene.cleanup()), async {}).await;
    scene.cleanup.called(0).expect_at_ms(20, Causes::of(NO_GUARD, AT_THE_START));
    seen.gave(Done(0), "another output than the work's").took_ms(30, Causes::of(LATE, NOT_AWAITED));
    scene.expect_cleaned_up_at_ms(30);
}

/// Dropped at 15 ms, in the middle of the work of 20 ms. The cleanup of 10 ms runs from 15 to 25 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_cleanup_runs_when_the_work_is_dropped_half_way() {
    let scene = Scene::new(20, 10);
    drop_after_ms(15, with_cleanup(scene.work(), scene.cleanup())).await;
    sleep_ms(100).await;
    scene.cleanup.called(0).expect_at_ms(15, Causes::of(NO_GUARD, AT_THE_START));
    scene.expect_cleaned_up_at_ms(25);
    expect_eq("how the work ended", &scene.work.end_of(0), &Some(End::Dropped), WORK_WENT_ON);
    expect_no_tasks("a task that is still there when the cleanup is done");
}

/// The work panics at 20 ms. The cleanup of 10 ms runs, and then the panic goes on to the caller.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_cleanup_runs_when_the_work_panics() {
    let scene = Scene { work: Jobs::named("work", [20]).panicking(0, "out of ink"), ..Scene::new(20, 10) };
    let call = caught(with_cleanup(scene.work(), scene.cleanup()));
    let (seen, ()) = beside(call, async {}).await;
    let ms = seen.ms;
    sleep_ms(100).await;
    scene.cleanup.called(0).expect_at_ms(20, Causes::of(NO_GUARD, AT_THE_START));
    expect_payload(seen.value, "out of ink");
    expect(ms == 30, || {
        Failure::new("the panic reached the caller, and the cleanup was not done")
            .expected("the panic at 30 ms, when the cleanup is done")
            .seen(format!("the panic at {ms} ms"))
            .cause(if ms < 30 { PLAIN_GUARD } else { LATE })
    });
    scene.expect_cleaned_up_at_ms(30);
}

/// The work is over at 20 ms, by its end or a panic. The call is dropped at 35 ms, in the middle of the cleanup of
/// 30 ms: that ends at 50 ms all the same.
#[rstest]
#[case::of_work_that_has_ended(false)]
#[case::of_work_that_has_panicked(true)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_cleanup_that_has_begun_runs_to_its_end(#[case] panics: bool) {
    let mut scene = Scene::new(20, 30);
    if panics {
        scene.work = scene.work.panicking(0, "out of ink");
    }
    drop_after_ms(35, caught(with_cleanup(scene.work(), scene.cleanup()))).await;
    sleep_ms(100).await;
    scene.cleanup.called(0).expect_at_ms(20, Causes::of(NO_GUARD, AT_THE_START));
    scene.expect_cleaned_up_at_ms(50);
}

/// The cleanup may close what the work still holds, so the work has to be gone when it is called.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_work_is_dropped_first() {
    let scene = Scene::new(20, 10);
    let gone = Arc::new(AtomicBool::new(false));
    let cleanup = {
        let (work, gone, cleanup) = (scene.work.clone(), Arc::clone(&gone), scene.cleanup());
        move || {
            gone.store(work.end_of(0).is_some(), Ordering::SeqCst);
            cleanup()
        }
    };
    drop_after_ms(15, with_cleanup(scene.work(), cleanup)).await;
    let_the_runtime_run().await;
    scene.cleanup.called(0).expect_at_ms(15, Causes::of(NO_GUARD, AT_THE_START));
    expect(gone.load(Ordering::SeqCst), || {
        Failure::new("the cleanup was called while the work was still there")
            .expected("the work is dropped, then the cleanup is called")
            .seen("the cleanup first")
            .cause(GUARD_FIRST)
    });
}

/// Work of 10 ms; the cleanup takes a minute and a half.
#[rstest]
#[case::after_the_end(None)]
#[case::after_a_drop(Some(5))]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_cleanup_may_take_long(#[case] dropped_ms: Option<u64>) {
    let scene = Scene::new(10, 90_000);
    let call = with_cleanup(scene.work(), scene.cleanup());
    match dropped_ms {
        None => {
            timed(call).await.took_ms(90_010, Causes::of(LATE, HURRIED));
        }
        Some(ms) => {
            drop_after_ms(ms, call).await;
        }
    }
    sleep_ms(100_000).await;
    let end = scene.cleanup.end_of(0);
    expect_eq("how the cleanup ended", &end, &Some(End::Finished), HURRIED);
    scene.cleanup.ended(0).expect_at_ms(dropped_ms.unwrap_or(10) + 90_000, HURRIED);
}

/// One future is never polled and then dropped: it has begun nothing. Another is called at 0 ms and first polled at
/// 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn never_polled_there_is_nothing_to_clean_up() {
    const EAGER: &str = "a guard, or a task, made outside the async block: it is there as soon as the function is \
         called, and cleans up after work that never began";
    let (dropped, late) = (Scene::new(20, 10), Scene::new(20, 10));
    expect_needs_no_runtime(|| with_cleanup(pending::<()>(), || ready(())));
    let call = with_cleanup(dropped.work(), dropped.cleanup());
    let other = with_cleanup(late.work(), late.cleanup());
    sleep_ms(15).await;
    drop(call);
    sleep_ms(15).await;
    for scene in [&dropped, &late] {
        scene.cleanup.called(0).expect_never(EAGER);
        scene.work.started(0).expect_never(EAGER);
    }
    expect_no_tasks(EAGER);
    timed(other).await.took_at_least_ms(30, "a clock that begins with the call");
    late.cleanup.called(0).expect_not_before_ms(50, AT_THE_START);
}

/// The panic's payload is not a text.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_panic_keeps_its_payload() {
    let scene = Scene::new(0, 10);
    let work = async { panic_any(404) };
    let outcome = caught(with_cleanup(work, scene.cleanup())).await;
    let payload = outcome.err().and_then(|payload| payload.downcast::<i32>().ok());
    expect_eq("the payload", &payload.map(|number| *number), &Some(404), SWALLOWED);
    scene.expect_cleaned_up_at_ms(10);
}

/// Ready in its first poll, or panicking there.
#[rstest]
#[case::ready(false)]
#[case::panicking(true)]
#[claim]
#[tokio::test(start_paused = true)]
async fn work_may_end_in_its_first_poll(#[case] panics: bool) {
    let scene = Scene::new(0, 10);
    let work = async move { assert!(!panics, "at once") };
    let seen = timed(caught(with_cleanup(work, scene.cleanup()))).await;
    seen.took_ms(10, Causes::of(LATE, NOT_AWAITED));
    expect_eq("whether the work panicked", &seen.value.is_err(), &panics, SWALLOWED);
    scene.expect_cleaned_up_at_ms(10);
}

/// Dropped after its first poll, in the same instant.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_may_be_dropped_at_once() {
    let scene = Scene::new(20, 10);
    let call = with_cleanup(scene.work(), scene.cleanup());
    expect(call.now_or_never().is_none(), || {
        Failure::new("it was ready in its first poll").expected("work of 20 ms").cause(NOT_AWAITED)
    });
    sleep_ms(100).await;
    scene.cleanup.called(0).expect_at_ms(0, NO_GUARD);
    scene.expect_cleaned_up_at_ms(10);
}

/// A cleanup that is ready at once, after work that is: no time passes.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_added_to_work_and_cleanup() {
    let cleaned = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cleaned);
    let cleanup = move || async move { flag.store(true, Ordering::SeqCst) };
    let (seen, ()) = beside(with_cleanup(async { 7 }, cleanup), async {}).await;
    seen.gave(7, "another output than the work's").took_no_time(LATE);
    expect_eq("whether it cleaned up", &cleaned.load(Ordering::SeqCst), &true, NO_GUARD);
    let_the_runtime_run().await;
    expect_no_tasks("a task that is still there when the cleanup is done");
}

/// The work borrows a local, holds an `Rc`, and gives one: it stays in its caller's task.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_may_borrow_and_need_not_be_send() {
    let scene = Scene::new(0, 10);
    let (mut rounds, name) = (0, Rc::new(Cell::new("before")));
    let work = async {
        for _ in 0..3 {
            sleep_ms(10).await;
            rounds += 1;
        }
        name.set("after");
        Rc::clone(&name)
    };
    let seen = timed(with_cleanup(work, scene.cleanup())).await;
    seen.took_ms(40, Causes::of(LATE, NOT_AWAITED));
    expect_eq("the rounds of the work", &rounds, &3, "work not run to its end");
    expect(Rc::ptr_eq(&seen.value, &name) && name.get() == "after", || {
        Failure::new("another output than the work's").cause("an output that is not passed on as it is")
    });
}

/// One of two calls is dropped half-way: its cleanup runs then, and the other's when its own work has ended.
#[claim]
#[tokio::test(start_paused = true)]
async fn calls_side_by_side_have_nothing_in_common() {
    let (first, second) = (Scene::new(50, 10), Scene::new(40, 20));
    let dropped = drop_after_ms(15, with_cleanup(first.work(), first.cleanup()));
    let (_, seen) = join(dropped, timed(with_cleanup(second.work(), second.cleanup()))).await;
    const SHARED: &str = "a guard or a task that all calls share";
    first.cleanup.called(0).expect_at_ms(15, Causes::of(NO_GUARD, SHARED));
    second.cleanup.called(0).expect_at_ms(40, Causes::of(NO_GUARD, SHARED));
    seen.took_ms(60, Causes::of(LATE, NOT_AWAITED));
    first.expect_cleaned_up_at_ms(25);
    second.expect_cleaned_up_at_ms(60);
}

/// Work, cleanups, panics and drops at times that no answer can know. The drop comes at an odd time, all else at even
/// ones.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_course_of_events_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..30 {
        new_scene();
        let (work_ms, cleanup_ms) = (2 * rng.pick(0..20), 2 * rng.pick(0..20));
        let dropped_ms = 2 * rng.pick(0..50) + 1;
        let mut scene = Scene::new(work_ms, cleanup_ms);
        if rng.pick(0..3) == 0 {
            scene.work = scene.work.panicking(0, "by chance");
        }
        drop_after_ms(dropped_ms, caught(with_cleanup(scene.work(), scene.cleanup()))).await;
        sleep_ms(100).await;
        let over_ms = work_ms.min(dropped_ms);
        scene.cleanup.called(0).expect_at_ms(over_ms, Causes::of(NO_GUARD, AT_THE_START));
        scene.expect_cleaned_up_at_ms(over_ms + cleanup_ms);
        expect_no_tasks("a task that is still there when the cleanup is done");
    }
}

/// Work, its output and the cleanup of one type each, since the answer is compiled once.
type WithCleanup = for<'a> fn(LocalErasedFuture<'a, Output<'a>>, Cleanup) -> LocalBoxFuture<'a, Output<'a>>;
type Output<'a> = LocalErased<'a, 0>;
type Cleanup = Box<dyn FnOnce() -> ErasedFuture<()> + Send>;

pub static ANSWER: Answer<WithCleanup> = Answer::new();

fn with_cleanup<'a, W, C, Fut>(work: W, cleanup: C) -> LocalBoxFuture<'a, W::Output>
where
    W: Future<Output: 'static> + 'a,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let work = LocalErasedFuture::new(work, LocalErased::new);
    let cleanup = Box::new(move || ErasedFuture::new(cleanup(), |()| ()));
    then(ANSWER.get()(work, cleanup), LocalErased::open)
}

const NO_GUARD: &str = "the cleanup in a line behind the work's .await, or under a condition: a drop or a panic never \
     comes that far; only the Drop of a guard runs in each case";
const AT_THE_START: &str = "the cleanup called before the work is over: make its future when it is needed";
const NOT_AWAITED: &str = "returning while the cleanup runs: the output reaches the caller when it is done, so wait for \
     its task";
const PLAIN_GUARD: &str = "a panic that passes through: a guard starts the cleanup, and nothing waits for it; catch the panic, \
     wait, then resume_unwind";
const LATE: &str = "a wait of its own, beside the work and the cleanup";
const CUT: &str = "a cleanup that belongs to the future which is dropped: awaited in place, or in a JoinSet, which aborts \
     its tasks; a spawned task runs on";
const HURRIED: &str = "a limit on the cleanup: it runs to its end, however long that takes";
const WORK_WENT_ON: &str =
    "work that goes on after the drop: it belongs to the future, and is dropped with it";
const GUARD_FIRST: &str = "the guard dropped before the work: locals are dropped in reverse order, so the guard has to be \
     made above the pinned work";
const SWALLOWED: &str =
    "a panic that is lost, or another one made of it: resume_unwind passes on the payload as it is";

/// One piece of work and its cleanup.
struct Scene {
    work: Jobs,
    cleanup: Jobs,
}

impl Scene {
    fn new(work_ms: u64, cleanup_ms: u64) -> Scene {
        Scene { work: Jobs::named("work", [work_ms]), cleanup: Jobs::named("cleanup", [cleanup_ms]) }
    }

    fn work(&self) -> impl Future<Output = Done> + use<> {
        self.work.work()(0)
    }

    fn cleanup(&self) -> impl FnOnce() -> BoxFuture<'static, ()> + Send + use<> {
        let cleanup = self.cleanup.work();
        move || cleanup(0).map(|Done(_)| ()).boxed()
    }

    /// The cleanup has run to its end, at this time.
    fn expect_cleaned_up_at_ms(&self, ms: u64) {
        let cut = self.cleanup.end_of(0) == Some(End::Dropped);
        let cause = if cut { CUT } else { "a cleanup that is called, and not driven to its end" };
        expect(!cut, || {
            let at = self.cleanup.ended(0).at_ms().unwrap_or_default();
            Failure::new(format!("the cleanup was cut short at {at} ms"))
                .expected(format!("it runs to its end, until {ms} ms"))
                .seen(format!("dropped at {at} ms"))
                .cause(cause)
        });
        self.cleanup.ended(0).expect_at_ms(ms, Causes::both(cause));
    }
}

/// The output, or the payload of the work's panic.
async fn caught<F: Future>(call: F) -> Result<F::Output, Box<dyn Any + Send>> {
    AssertUnwindSafe(call).catch_unwind().await.map_err(|payload| {
        if payload.is::<Failure>() {
            resume_unwind(payload);
        }
        payload
    })
}

fn expect_payload<T>(outcome: Result<T, Box<dyn Any + Send>>, text: &str) {
    let seen = outcome.err().and_then(|payload| payload.downcast_ref::<&str>().map(|text| text.to_string()));
    expect_eq("the panic that the caller got", &seen, &Some(text.to_owned()), SWALLOWED);
}
