//! `map_blocking`: blocking work for every item, on a limited number of threads.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, panic_any, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::{FutureExt, LocalBoxFuture};
use rstest::rstest;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{
    BlockingJobs, a_real_moment, cancel_on, clock_stands_still, let_the_blocking_pool_run, patiently,
};

/// As many items start as there are places, and wait for each other. A moment later no other has started.
#[rstest]
#[case::zero_counts_as_one(0, 1)]
#[case::one_place(1, 1)]
#[case::two_places(2, 2)]
#[case::five_places(5, 5)]
#[case::just_enough(12, 12)]
#[case::more_than_items(13, 12)]
#[case::a_thousand(1000, 12)]
#[claim]
#[tokio::test(start_paused = true)]
async fn as_many_as_the_limit_run_at_once(#[case] limit: usize, #[case] busiest: usize) {
    let jobs = BlockingJobs::new(12);
    let script = async {
        jobs.until_started(busiest, if limit == 0 { NO_PLACE } else { TOO_FEW }).await;
        a_real_moment().await;
        expect_started(&jobs, busiest, too_many(jobs.started().len(), busiest));
        jobs.let_all_go();
    };
    let call = map_blocking((0..12).collect(), limit, jobs.work());
    jobs.play(call.boxed_local(), script.boxed_local()).await;
    let peak = jobs.peak();
    expect_eq("the jobs at work at the busiest moment", &peak, &busiest, too_many(peak, busiest));
}

/// On one place the order is exact.
#[claim]
#[tokio::test(start_paused = true)]
async fn items_start_in_input_order() {
    let jobs = BlockingJobs::new(8);
    jobs.let_all_go();
    let call = map_blocking((0..8).collect(), 1, jobs.work());
    jobs.play(call.boxed_local(), async {}.boxed_local()).await;
    expect_eq("the order of the starts", &jobs.started(), &(0..8).collect(), ORDER);
}

/// Six at a time, and the last one ends first.
#[claim]
#[tokio::test(start_paused = true)]
async fn results_are_in_input_order() {
    let jobs = BlockingJobs::new(6);
    let script = async {
        jobs.until_started(6, TOO_FEW).await;
        for job in (0..6).rev() {
            jobs.let_go(job);
            jobs.until_ended(6 - job, NEVER_STARTED).await;
        }
    };
    let call = map_blocking((0..6).collect(), 6, jobs.work());
    let given = jobs.play(call.boxed_local(), script.boxed_local()).await;
    expect_eq("the results", &given, &(0..6).map(Done).collect(), RESULTS);
}

/// Items and results that cannot be cloned, compared or printed, nor shared between threads.
struct Item(Cell<usize>);
struct Gained(Cell<usize>);

/// One of two jobs ends. The third starts at once, while the other is still at work.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_free_place_is_refilled_at_once() {
    let jobs = BlockingJobs::new(3);
    let script = async {
        jobs.until_started(2, TOO_FEW).await;
        jobs.let_go(0);
        jobs.until_started(3, BATCHES).await;
        jobs.let_all_go();
    };
    let call = map_blocking(vec![0, 1, 2], 2, jobs.work());
    let given = jobs.play(call.boxed_local(), script.boxed_local()).await;
    expect_eq("the results", &given, &vec![Done(0), Done(1), Done(2)], RESULTS);
}

/// Job 0 stays on one of two places. The others run on the other, one after the other.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_slow_head_holds_no_finished_ones_place() {
    let jobs = BlockingJobs::new(5);
    let script = async {
        for job in 1..4 {
            // Job 3 in the place of job 2 is a share that was dealt out.
            jobs.until_started(job + 1, if job < 3 { SLOW_HEAD } else { DEALT_OUT }).await;
            jobs.let_go(job);
        }
        jobs.until_started(5, DEALT_OUT).await;
        jobs.let_all_go();
    };
    let call = map_blocking((0..5).collect(), 2, jobs.work());
    jobs.play(call.boxed_local(), script.boxed_local()).await;
}

/// 1000 items on seven places.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_thousand_items_are_as_good_as_two() {
    let (at_work, most) = (AtomicUsize::new(0), &*Box::leak(Box::new(AtomicUsize::new(0))));
    let work = move |Item(item)| {
        most.fetch_max(at_work.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let gained = Gained(Cell::new(2 * item.get()));
        at_work.fetch_sub(1, Ordering::SeqCst);
        gained
    };
    let items = (0..1000).map(|item| Item(Cell::new(item))).collect();
    let given = patiently(map_blocking(items, 7, work).boxed_local()).await.unwrap_or_default();
    let given: Vec<usize> = given.into_iter().map(|Gained(value)| value.get()).collect();
    let right = given.iter().copied().eq((0..1000).map(|item| 2 * item));
    expect(right, || {
        let odd = given.iter().zip(0..).position(|(value, item)| *value != 2 * item).unwrap_or(given.len());
        let shown: Vec<usize> = given.iter().skip(odd).take(3).map(|value| value / 2).collect();
        Failure::new(format!("of 1000 results, number {odd} is not in its place"))
            .expected("the results of items 0 to 999, in that order")
            .seen(format!("{} results; from number {odd} on those of items {shown:?}, …", given.len()))
            .cause(
                "results that are not sorted by their items' numbers: as a text, \"10\" comes before \"2\"",
            )
    });
    let most = most.load(Ordering::SeqCst);
    expect(most <= 7, || {
        Failure::new(format!("{most} items were at work at once, on 7 places")).cause(too_many(most, 7))
    });
}

/// The first, a middle or the last of six items panics, on one place or on more.
#[rstest]
#[case::on_one_place(1)]
#[case::on_two_places(2)]
#[case::on_as_many_as_there_are(6)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_panic_resumes_in_the_caller(#[case] limit: usize) {
    #[derive(Debug, PartialEq)]
    struct Ticket(u64);
    fn expect_payload<T: PartialEq + 'static>(payload: &dyn Any, expected: &T, name: &str) {
        expect(payload.downcast_ref::<T>() == Some(expected), || {
            let text =
                payload.downcast_ref::<String>().map_or("another payload".into(), |it| format!("{it:?}"));
            Failure::new("the panic reached the caller with another payload")
                .expected(name)
                .seen(text)
                .cause(PAYLOAD)
        });
    }
    let works: [fn(usize); 3] = [
        |job| assert!(job != 0, "the disk is full"),
        |job| {
            if job == 3 {
                panic_any(Ticket(7))
            }
        },
        |job| assert!(job != 5, "sector {job} is gone"),
    ];
    for (nth, work) in works.into_iter().enumerate() {
        new_scene();
        let jobs = BlockingJobs::new(6);
        let payload = &*panic_of(&jobs, limit, work).await;
        match nth {
            0 => expect_payload(payload, &"the disk is full", "the text \"the disk is full\""),
            1 => expect_payload(payload, &Ticket(7), "the Ticket that the work panicked with"),
            _ => expect_payload(payload, &"sector 5 is gone".to_owned(), "the String of job 5"),
        }
        let_the_blocking_pool_run().await;
        expect_no_tasks("a task that outlives the panic");
    }
}

/// Dropped while jobs 0 and 1 are at work. They finish, but jobs 2 to 5 must never start.
#[claim]
#[tokio::test(start_paused = true)]
async fn once_dropped_it_starts_no_other_item() {
    let jobs = BlockingJobs::new(6);
    let started = jobs.until_started(2, TOO_FEW);
    let call = map_blocking((0..6).collect(), 2, jobs.work());
    cancel_on(call.boxed_local(), started.boxed_local()).await;
    jobs.expect_off_the_runtime();
    let_the_runtime_run().await;
    expect_no_tasks(
        "tasks held by plain JoinHandles: dropping a handle detaches its task; a JoinSet aborts its tasks",
    );
    jobs.let_all_go();
    jobs.until_ended(2, "a drop that waits for the threads").await;
    let_the_blocking_pool_run().await;
    (2..6).for_each(|job| {
        jobs.note(job, if jobs.started().contains(&job) { "should not have started" } else { "" })
    });
    expect_started(&jobs, 2, NOT_STOPPED);
}

/// While both places are taken there is nothing to do but wait.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_sleeps_while_its_jobs_work() {
    let jobs = BlockingJobs::new(3);
    let call = map_blocking(vec![0, 1, 2], 2, jobs.work());
    jobs.play_asleep(call.boxed_local(), 2, TOO_FEW).await;
}

/// The paused clock stands still while the blocking pool works. While any other thread works it jumps.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_works_on_the_blocking_pool() {
    let jobs = BlockingJobs::new(2);
    let started = jobs.until_started(2, NEVER_STARTED);
    jobs.heart().beat(3).await;
    let call = map_blocking(vec![0, 1], 2, jobs.work());
    cancel_on(call.boxed_local(), started.boxed_local()).await;
    expect(clock_stands_still().await, || {
        Failure::new("the runtime did not know that work was going on: its clock ran ahead")
            .expected("the work on the blocking pool, for which the paused clock waits")
            .seen("a thread that does not belong to the runtime")
            .cause("std::thread::spawn: the runtime knows nothing of such a thread; use spawn_blocking")
    });
}

/// The payload of the call's panic.
async fn panic_of(jobs: &BlockingJobs, limit: usize, work: fn(usize)) -> Box<dyn Any + Send> {
    jobs.let_all_go();
    let watched = jobs.clone();
    let call = map_blocking((0..6).collect(), limit, move |job| {
        let _hold = watched.hold(job);
        work(job);
    });
    let played = jobs.play(call.boxed_local(), async {}.boxed_local());
    match AssertUnwindSafe(played).catch_unwind().await {
        Err(payload) if payload.is::<Failure>() => resume_unwind(payload),
        Err(payload) => payload,
        Ok(given) => Failure::new("the work panicked, and the caller got results")
            .expected("the panic resumes in the caller")
            .seen(format!("{} results", given.len()))
            .cause("a JoinError swallowed (flatten, filter_map, if let Ok)")
            .raise(),
    }
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let jobs = BlockingJobs::new(5);
    jobs.let_all_go();
    let call = async {
        map_blocking((0..5).collect(), 2, jobs.work()).await;
        expect_no_tasks("a task that was spawned and not awaited, or aborted without waiting for its end");
    };
    jobs.play(call.boxed_local(), async {}.boxed_local()).await;
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let jobs = BlockingJobs::new(3);
    jobs.let_all_go();
    expect_needs_no_runtime(|| map_blocking(vec![0, 1, 2], 2, jobs.work()));
    let call = map_blocking(vec![0, 1, 2], 2, jobs.work());
    let_the_blocking_pool_run().await;
    expect_started(&jobs, 0, "threads taken by the call itself, outside the async block");
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    jobs.play(call.boxed_local(), async {}.boxed_local()).await;
    expect_started(&jobs, 3, "an item lost, or asked for twice");
}

#[rstest]
#[case::with_limit_zero(0)]
#[case::with_limit_three(3)]
#[claim]
#[tokio::test(start_paused = true)]
async fn no_items_give_no_results(#[case] limit: usize) {
    let jobs = BlockingJobs::new(0);
    let call = map_blocking(vec![], limit, jobs.work());
    let given = patiently(call.boxed_local()).await;
    expect(given.is_some(), || {
        Failure::new("without items the call never ends")
            .expected("no results, at once")
            .seen("still pending, and no work that could wake it")
            .cause("waiting for a first item that never comes")
    });
    expect_eq("the results", &given, &Some(vec![]), "a result that no item asked for");
}

/// Items, limits and an order of ends that no answer can know beforehand. At each step as many have started
/// as the limit allows, in input order.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_items_and_any_limit_will_do() {
    let mut rng = Rng::of_this_run();
    for round in 0..5 {
        new_scene();
        let items = if round == 0 { 1 } else { rng.pick(2..14) as usize };
        let limit = rng.pick(0..6) as usize;
        let jobs = BlockingJobs::new(items);
        let script = async {
            let mut at_work: Vec<usize> = Vec::new();
            for ended in 0..items {
                let may = items.min(limit.max(1) + ended);
                jobs.until_started(may, DEALT_OUT).await;
                expect_started(&jobs, may, too_many(jobs.started().len(), may));
                at_work.extend(at_work.len() + ended..may);
                let job = at_work.swap_remove(rng.pick(0..at_work.len() as u64) as usize);
                jobs.let_go(job);
                jobs.until_ended(ended + 1, NEVER_STARTED).await;
            }
        };
        let call = map_blocking((0..items).collect(), limit, jobs.work());
        let given = jobs.play(call.boxed_local(), script.boxed_local()).await;
        expect_eq("the results", &given, &(0..items).map(Done).collect(), RESULTS);
        let most = jobs.peak();
        let may = items.min(limit.max(1));
        expect_eq("the jobs at work at the busiest moment", &most, &may, too_many(most, may));
    }
}

/// Items and results of one type, since the answer is compiled once.
type Work = Box<dyn Fn(Erased<0>) -> Erased<1> + Send + Sync>;
type MapBlocking = fn(Vec<Erased<0>>, usize, Work) -> LocalBoxFuture<'static, Vec<Erased<1>>>;

pub static ANSWER: Answer<MapBlocking> = Answer::new();

fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> LocalBoxFuture<'static, Vec<R>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let work = Box::new(move |item: Erased<0>| Erased::new(work(item.open())));
    then(ANSWER.get()(Erased::all(items), limit, work), Erased::open_all)
}

const NEVER_STARTED: &str = "work that is never handed to a thread, or waits there for something else";
const BATCHES: &str = "working in batches (chunks, then join): a batch waits for its slowest job";
const SLOW_HEAD: &str = "buffered(limit), or awaiting the handles in order before the next start: a finished job \
     behind a slow one keeps its place";
const DEALT_OUT: &str = "items dealt out to the places beforehand: a place that is done early stays empty";
const NO_PLACE: &str = "a limit of 0 taken at its word, so that no item ever gets a place: it counts as 1";
const TOO_FEW: &str = "one thread for all items: each item blocks a thread of its own, up to the limit";
const ONE_TOO_MANY: &str =
    "a limit off by one: wait for an end when as many are at work as may be, not when there are more";
const NO_LIMIT: &str = "everything spawned at once, or a permit dropped before the thread is done with its item: move it \
     into the closure";
const ORDER: &str = "taking the next item from the end (pop) or from the middle";
const RESULTS: &str = "results left in the order in which the jobs ended";
const PAYLOAD: &str = "unwrap or panic! on the JoinError: that is a panic of its own; resume_unwind(error.into_panic()) \
     goes on with the original one";
const NOT_STOPPED: &str = "threads that take the next item from a queue by themselves, and do not learn that the caller \
     is gone";

/// The usual cause of `seen` jobs at work where only `may` should be.
fn too_many(seen: usize, may: usize) -> &'static str {
    if seen == may + 1 { ONE_TOO_MANY } else { NO_LIMIT }
}

/// The first `expected` jobs have started, and no other.
fn expect_started(jobs: &BlockingJobs, expected: usize, cause: &str) {
    let mut started = jobs.started();
    started.sort_unstable();
    let all: Vec<usize> = (0..expected).collect();
    expect(started == all, || {
        let in_number = started.len() == expected;
        Failure::new(match in_number {
            true => "jobs did not start in input order".to_owned(),
            false => format!("{} jobs had started, not {expected}", started.len()),
        })
        .expected(format!("started by then: {all:?}"))
        .seen(format!("{started:?}"))
        .cause(if in_number { ORDER } else { cause })
    });
}
