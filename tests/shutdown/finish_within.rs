//! `finish_within`: some time to finish, then an abort that is waited for.

use std::rc::Rc;
use std::time::Duration;

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::task::{AbortHandle, JoinSet, LocalSet};
use tokio_katas::Drained;
use tokio_katas::probe::prelude::*;
use tokio_test::assert_pending;
use tokio_test::task::spawn;

/// Tasks of 10 and 20 ms and of a minute and a half, grace fifty minutes: all finish, and it ends with the last.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_returns_as_soon_as_the_last_task_ends() {
    let jobs = Jobs::lasting_ms([90_000, 10, 20]);
    let (seen, ()) = beside(finish_within(tasks_of(&jobs).0, ms(3_000_000)), async {}).await;
    seen.took_ms(90_000, NOT_ENDED).gave(drained([1, 2, 0], 0, 0), SORTED);
}

/// 10 ms, 40 ms and never, grace 25 ms: at 25 ms the last two are aborted.
#[claim]
#[tokio::test(start_paused = true)]
async fn at_the_end_of_the_grace_the_rest_is_aborted() {
    let jobs = Jobs::lasting_ms([10, 40, 0]).never_ending(2);
    let (seen, ()) = beside(finish_within(tasks_of(&jobs).0, ms(25)), async {}).await;
    let alive = jobs.end_of(1).is_none();
    let lost = seen.value.finished.is_empty();
    seen.took_ms(25, if seen.ms == 35 { EACH_ITS_OWN } else { NOT_ENDED })
        .gave(drained([0], 2, 0), if lost { JOIN_ALL } else { COUNTED_BY_GUESS });
    if alive {
        let failure = Failure::new("it returned, and the rest of the tasks were still there")
            .expected("jobs 1 and 2 aborted and gone at 25 ms")
            .seen("job 1 not ended");
        // What is gone once the runtime has run was aborted.
        let_the_runtime_run().await;
        let cause = if jobs.end_of(1).is_some() {
            NOT_AWAITED
        } else {
            "tasks let go with detach_all: they are to be aborted"
        };
        failure.cause(cause).raise();
    }
    jobs.ended(1).expect_at_ms(25, NOT_ENDED);
    expect_eq("how job 1 ended", &jobs.end_of(1), &Some(End::Dropped), NOT_ENDED);
}

/// 15, 30, 45 and 60 ms, none of them 20 ms after the one before; grace 20 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_grace_is_for_all_tasks_together() {
    let jobs = Jobs::lasting_ms([15, 30, 45, 60]);
    let (seen, ()) = beside(finish_within(tasks_of(&jobs).0, ms(20)), async {}).await;
    seen.took_ms(20, EACH_ITS_OWN).gave(drained([0], 3, 0), EACH_ITS_OWN);
}

/// Thirty tasks of 60, 58, … 2 ms, grace 41 ms: the last twenty finish, the last one first.
#[claim]
#[tokio::test(start_paused = true)]
async fn finished_is_in_the_order_of_the_reports() {
    let jobs = Jobs::lasting_ms((1..31).rev().map(|nth| 2 * nth));
    let (seen, ()) = beside(finish_within(tasks_of(&jobs).0, ms(41)), async {}).await;
    seen.gave(drained((10..30).rev(), 10, 0), SORTED).took_ms(41, NOT_ENDED);
}

/// Two of four tasks panic, at 10 and 20 ms; one finishes at 15 ms, one at 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_panic_is_counted_and_harms_no_other() {
    let jobs = Jobs::lasting_ms([10, 15, 20, 30]).panicking(0, "no disk").panicking_without_text(2);
    let (seen, ()) = beside(finish_within(tasks_of(&jobs).0, ms(500)), async {}).await;
    const GIVES_UP: &str =
        "giving up at the first panic: each task is counted by its own end, and the others go on";
    seen.gave(drained([1, 3], 0, 2), if seen.ms < 30 { GIVES_UP } else { ALL_ERRORS_ALIKE })
        .took_ms(30, Causes::of(NOT_ENDED, GIVES_UP));
}

/// Four tasks without an end. Two are aborted before the call, the others during it, at 10 and 20 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_task_that_someone_else_aborts_is_counted_and_not_waited_for() {
    let jobs = Jobs::lasting_ms([0; 4]).never_ending(0).never_ending(1).never_ending(2).never_ending(3);
    let (tasks, handles) = tasks_of(&jobs);
    let_the_runtime_run().await;
    handles[1].abort();
    let_the_runtime_run().await;
    handles[3].abort();
    let (seen, ()) = beside(finish_within(tasks, ms(500)), async {
        for task in [0, 2] {
            sleep_ms(10).await;
            handles[task].abort();
        }
    })
    .await;
    seen.gave(drained([], 4, 0), ALL_ERRORS_ALIKE).took_ms(20, NOT_ENDED);
}

/// Nothing has ended, and there is no time left: all are aborted at once.
#[claim]
#[tokio::test(start_paused = true)]
async fn without_grace_what_runs_is_aborted_at_once() {
    let jobs = Jobs::lasting_ms([10, 20]);
    let (tasks, _) = tasks_of(&jobs);
    sleep_ms(5).await;
    let seen = timed(finish_within(tasks, Duration::ZERO)).await;
    seen.took_no_time("taking a grace of zero for one without an end: a duration of zero stays zero")
        .gave(drained([], 2, 0), COUNTED_BY_GUESS);
}

/// Jobs 0, 1 and 2 have ended before the call, in that order, and job 3 never will.
#[rstest]
#[case::with_no_grace(0)]
#[case::with_some_grace(20)]
#[claim]
#[tokio::test(start_paused = true)]
async fn tasks_that_have_ended_before_the_call_are_counted_by_their_end(#[case] grace_ms: u64) {
    let jobs = Jobs::lasting_ms([1, 2, 3, 4]).panicking(1, "no disk").never_ending(3);
    let (tasks, _) = tasks_of(&jobs);
    sleep_ms(50).await;
    let seen = timed(finish_within(tasks, ms(grace_ms))).await;
    let cause = match grace_ms {
        0 => "a grace of zero taken for no look at the tasks: those that have ended count by their end",
        _ => COUNTED_BY_GUESS,
    };
    seen.gave(drained([0, 2], 1, 1), cause).took_ms(grace_ms, NOT_ENDED);
}

/// Three hundred tasks, more than a task may join in one go: 200 finished, 100 panicked, and then
/// as many that run on.
#[rstest]
#[case::with_no_grace(0)]
#[case::with_some_grace(20)]
#[claim]
#[tokio::test(start_paused = true)]
async fn hundreds_that_have_ended_are_counted_by_their_end(#[case] grace_ms: u64) {
    let mut jobs = Jobs::lasting_ms((0..600).map(|job| if job < 300 { 5 } else { 1000 }));
    for job in (0..300).step_by(3) {
        jobs = jobs.panicking(job, "no disk");
    }
    let (tasks, _) = tasks_of(&jobs);
    sleep_ms(50).await;
    let seen = timed(finish_within(tasks, ms(grace_ms))).await;
    let ended = &seen.value;
    let counts = (ended.finished.len(), ended.aborted, ended.panicked);
    let cause = if counts.0 + counts.1 + counts.2 < 600 { LEFT_OUT } else { COUNTED_BY_GUESS };
    expect_eq("finished, aborted, panicked", &counts, &(200, 300, 100), cause);
    seen.took_ms(grace_ms, NOT_ENDED);
    let mut finished: Vec<usize> = ended.finished.iter().map(|Done(job)| *job).collect();
    finished.sort();
    let expected = (0..300).filter(|job| job % 3 != 0).collect();
    expect_eq("the tasks that finished", &finished, &expected, COUNTED_BY_GUESS);
}

/// The grace ends at 20 ms: then nothing is alive any more, neither one task nor three hundred.
#[rstest]
#[case::of_one_task(1)]
#[case::of_three_hundred(300)]
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running(#[case] tasks: usize) {
    let jobs = Jobs::lasting_ms(vec![1000; tasks]);
    let seen = timed(finish_within(tasks_of(&jobs).0, ms(20))).await;
    expect_no_tasks(NOT_AWAITED);
    jobs.expect_none_in_flight(NOT_AWAITED);
    seen.took_ms(20, NOT_ENDED).gave(drained([], tasks, 0), COUNTED_BY_GUESS);
}

/// Dropped at 15 ms, in the middle of the grace.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_aborts_the_tasks() {
    const CAUSE: &str = "letting the tasks out of the JoinSet, or handing it to a task of its own: a JoinSet \
         that is dropped aborts its tasks";
    let jobs = Jobs::lasting_ms([10, 40, 50]);
    let mut call = spawn(finish_within(tasks_of(&jobs).0, ms(100)));
    assert_pending!(call.poll());
    sleep_ms(15).await;
    drop(call);
    let_the_runtime_run().await;
    jobs.expect_none_in_flight(CAUSE);
    expect_no_tasks(CAUSE);
}

#[rstest]
#[case::with_no_grace(0)]
#[case::with_some_grace(20)]
#[claim]
#[tokio::test(start_paused = true)]
async fn no_tasks_give_nothing_at_once(#[case] grace_ms: u64) {
    let seen = timed(finish_within(JoinSet::new(), ms(grace_ms))).await;
    seen.took_no_time(NOT_ENDED).gave(drained([], 0, 0), "counting something that was not there");
}

/// Tasks of a LocalSet, with results that are neither Send nor Clone.
#[claim]
#[tokio::test(start_paused = true)]
async fn tasks_and_results_need_not_be_send() {
    struct Local(Rc<u64>);
    LocalSet::new()
        .run_until(async {
            let alive = Rc::new(0);
            let mut tasks = JoinSet::new();
            for lasts_ms in [10, 30, 15] {
                let alive = Rc::clone(&alive);
                tasks.spawn_local(async move {
                    sleep_ms(lasts_ms).await;
                    drop(alive);
                    LocalErased::new(Local(Rc::new(lasts_ms)))
                });
            }
            let seen = timed(finish_locally_within(tasks, ms(20))).await;
            seen.took_ms(20, NOT_ENDED);
            expect_eq("tasks still alive", &(Rc::strong_count(&alive) - 1), &0, NOT_AWAITED);
            let finished: Vec<u64> = seen.value.finished.iter().map(|Local(ms)| **ms).collect();
            expect_eq("the finished tasks", &finished, &vec![10, 15], COUNTED_BY_GUESS);
            expect_eq("how many were aborted", &seen.value.aborted, &1, COUNTED_BY_GUESS);
        })
        .await;
}

/// Called at 0 ms and first polled at 15 ms: the grace of 20 ms ends at 35 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_grace_begins_at_the_first_poll() {
    expect_needs_no_runtime(|| finish_within(JoinSet::new(), ms(20)));
    let jobs = Jobs::lasting_ms([30, 40]);
    let call = finish_within(tasks_of(&jobs).0, ms(20));
    sleep_ms(15).await;
    let seen = timed(call).await;
    let cause = "taking the time in the call itself, before the future is polled";
    seen.took_at_least_ms(20, cause).gave(drained([0], 1, 0), cause);
}

/// Tasks end at even times, the grace at an odd one, so that they never meet.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_tasks_and_any_grace_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..30 {
        new_scene();
        let count = rng.pick(1..12) as usize;
        let grace_ms = 2 * rng.pick(0..30) + 1;
        // Every task ends at a time of its own.
        let mut lasting: Vec<u64> = (1..=count as u64).map(|nth| 4 * nth).collect();
        for last in (1..count).rev() {
            lasting.swap(last, rng.pick(0..last as u64 + 1) as usize);
        }
        let mut jobs = Jobs::lasting_ms(lasting.clone());
        let panics: Vec<bool> = (0..count).map(|_| rng.pick(0..4) == 0).collect();
        for job in (0..count).filter(|&job| panics[job]) {
            jobs = jobs.panicking(job, "no disk");
        }

        let mut order: Vec<usize> = (0..count).filter(|&job| lasting[job] < grace_ms).collect();
        order.sort_by_key(|&job| lasting[job]);
        let (panicked, finished): (Vec<usize>, Vec<usize>) = order.iter().partition(|&&job| panics[job]);
        let expected = drained(finished, count - order.len(), panicked.len());

        let seen = timed(finish_within(tasks_of(&jobs).0, ms(grace_ms))).await;
        seen.gave(expected, COUNTED_BY_GUESS).took_ms(grace_ms.min(4 * count as u64), NOT_ENDED);
    }
}

pub type FinishWithin<R> = fn(JoinSet<R>, Duration) -> LocalBoxFuture<'static, Drained<R>>;

/// For tasks that any thread may run.
pub static ANSWER: Answer<FinishWithin<Erased<0>>> = Answer::new();

/// For tasks of a `LocalSet`.
pub static LOCAL: Answer<FinishWithin<LocalErased<'static, 0>>> = Answer::new();

fn finish_within(tasks: JoinSet<Erased<0>>, grace: Duration) -> LocalBoxFuture<'static, Drained<Done>> {
    then(ANSWER.get()(tasks, grace), |drained| Drained {
        finished: Erased::open_all(drained.finished),
        aborted: drained.aborted,
        panicked: drained.panicked,
    })
}

fn finish_locally_within<R: 'static>(
    tasks: JoinSet<LocalErased<'static, 0>>,
    grace: Duration,
) -> LocalBoxFuture<'static, Drained<R>> {
    then(LOCAL.get()(tasks, grace), |drained| Drained {
        finished: LocalErased::open_all(drained.finished),
        aborted: drained.aborted,
        panicked: drained.panicked,
    })
}

const NOT_ENDED: &str = "waiting out the whole grace, or beyond it: it is over with the last task, and at \
     the end of the grace at the latest";
const EACH_ITS_OWN: &str = "a new timeout for each task: the grace begins once, and is for all of them";
const SORTED: &str = "sorting the results, or putting them in the order in which the tasks were spawned: \
     the JoinSet's reports are the order";
const JOIN_ALL: &str = "join_all inside the time-out: what it has gathered is dropped with it; keep the \
     results outside, one join_next at a time";
const COUNTED_BY_GUESS: &str = "what is not reported in time counted as aborted: a task that has ended may \
     be reported only after the abort, still as Ok or as a panic";
const LEFT_OUT: &str =
    "tasks left out of the count: what join_next reports after the abort may still be Ok, or a panic";
const ALL_ERRORS_ALIKE: &str = "taking every JoinError for an abort, or for a panic: ask is_panic() or \
     is_cancelled()";
const NOT_AWAITED: &str = "returning right after abort_all, or dropping the JoinSet: an aborted task is gone \
     only once it has been joined, and shutdown() without its .await does no more than that";

/// The jobs as tasks, spawned in this order.
fn tasks_of(jobs: &Jobs) -> (JoinSet<Erased<0>>, Vec<AbortHandle>) {
    let (mut tasks, work) = (JoinSet::new(), jobs.work());
    let task = |job| ErasedFuture::new(work(job), Erased::new);
    let handles = jobs.items().into_iter().map(|job| tasks.spawn(task(job))).collect();
    (tasks, handles)
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Jobs 0 and so on that finished, in this order, and how many were aborted and panicked.
fn drained(finished: impl IntoIterator<Item = usize>, aborted: usize, panicked: usize) -> Drained<Done> {
    Drained { finished: finished.into_iter().map(Done).collect(), aborted, panicked }
}
