//! `map_limited`: work for every item, at most `limit` at a time.

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::probe::prelude::*;

#[rstest]
#[case::one_place(1)]
#[case::three_places(3)]
#[case::ten_places(10)]
#[claim]
#[tokio::test(start_paused = true)]
async fn items_start_in_input_order(#[case] limit: usize) {
    on_deadlock(SENDER_ALIVE);
    map_limited(vec![0], limit, |_| async {}).await;
    on_deadlock(PLACE_LOST);
    let jobs = Jobs::lasting_ms([30, 10, 20, 10, 40, 10, 10, 20, 30, 10]);
    map_limited(jobs.items(), limit, jobs.work()).await;
    let cause = match jobs.start_order().first() {
        Some(0) => DEALT_OUT,
        _ => "taking the next item from the end (pop): it overtakes those that came before it",
    };
    jobs.expect_started_in_order(cause);
}

/// Jobs of 10, 20 and 10 ms on two places: the third may start as soon as the first ends.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_free_place_is_refilled_at_once() {
    on_deadlock(PLACE_LOST);
    let jobs = Jobs::lasting_ms([10, 20, 10]);
    let call = timed(map_limited(jobs.items(), 2, jobs.work())).await;
    if jobs.peak() == 1 {
        jobs.expect_peak(2, ONE_AT_A_TIME);
    }
    let late = if jobs.started(2).at_ms() == Some(20) { BATCHES } else { LOOKS_NOW_AND_THEN };
    jobs.started(2).expect_at_ms(10, Causes::of(late, NOT_HELD));
    call.took_ms(20, late);
}

/// Job 0 takes 50 ms on one of two places; on the other the rest pass by, 10 ms each.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_slow_head_holds_no_finished_ones_place() {
    let jobs = Jobs::lasting_ms([50, 10, 10, 10, 10]);
    let call = timed(map_limited(jobs.items(), 2, jobs.work())).await;
    for (job, at_ms) in [(2, 10), (3, 20), (4, 30)] {
        jobs.started(job).expect_at_ms(at_ms, SLOW_HEAD);
    }
    call.took_ms(50, SLOW_HEAD);
}

/// One place, jobs of 10 ms: job 1 may be called at 10 ms, job 2 at 20 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_is_not_called_before_its_item_has_a_place() {
    let jobs = Jobs::lasting_ms([10; 4]);
    map_limited(jobs.items(), 1, jobs.work()).await;
    for job in 0..4 {
        jobs.called(job).expect_at_ms(10 * job as u64, Causes::of(BATCHES, EAGER_CALL));
        jobs.started(job).expect_at_ms(10 * job as u64, "a job that is called and not polled then");
    }
    jobs.expect_each_called_once("an item lost, or asked for twice");
}

/// Whatever the limit, as many run as may, and never more. Jobs last 10, 11, 12, … ms.
#[rstest]
#[case::one_place(1, 1)]
#[case::two_places(2, 2)]
#[case::five_places(5, 5)]
#[case::just_enough(12, 12)]
#[case::more_than_items(13, 12)]
#[case::a_thousand(1000, 12)]
#[claim]
#[tokio::test(start_paused = true)]
async fn as_many_as_the_limit_are_in_flight(#[case] limit: usize, #[case] busiest: usize) {
    let jobs = Jobs::lasting_ms(10..22);
    map_limited(jobs.items(), limit, jobs.work()).await;
    let cause = if jobs.peak() > busiest { NOT_HELD } else { "a limit off by one, or a fixed one" };
    jobs.expect_peak(busiest, cause);
}

/// Items and results that can do nothing: not even be cloned, compared or printed.
struct Item(usize);
struct Gained(usize);

/// The later an item comes, the sooner it is done.
#[claim]
#[tokio::test(start_paused = true)]
async fn results_are_in_input_order() {
    let work = |Item(item)| async move {
        sleep_ms(100 - 10 * item as u64).await;
        Gained(item)
    };
    let results = map_limited((0..10).map(Item).collect(), 10, work).await;
    let order: Vec<usize> = results.iter().map(|Gained(item)| *item).collect();
    let expected: Vec<usize> = (0..10).collect();
    expect_eq("the results", &order, &expected, "results left in the order in which the jobs ended");
}

/// 600 jobs of 10 ms, 300 at a time: all of a round end in one instant.
#[claim]
#[tokio::test(start_paused = true)]
async fn hundreds_at_a_time_are_as_good_as_two() {
    let work = |item: usize| async move {
        sleep_ms(10).await;
        item
    };
    let call = timed(map_limited((0..600).collect(), 300, work)).await;
    expect_in_input_order(&call.value, 600);
    call.took_ms(20, "places lost under way, or refilled one at a time");
}

/// 1000 jobs that are ready at once, on three places.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_that_is_ready_at_once_takes_no_time() {
    let call = timed(map_limited((0..1000).collect(), 3, |item: usize| async move { item * 2 })).await;
    call.gave(
        (0..1000).map(|item| item * 2).collect(),
        "a result lost when its job is ready on its first poll",
    )
    .took_no_time("a pause between two looks at the jobs");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn a_limit_of_zero_counts_as_one() {
    let jobs = Jobs::lasting_ms([10; 3]);
    let call = timed(drop_after_ms(100, map_limited(jobs.items(), 0, jobs.work()))).await;
    expect(call.value.is_some(), || {
        Failure::new("with limit 0 it never came to an end")
            .expected("three jobs of 10 ms, one after the other")
            .seen("not done after 100 ms")
            .cause("a limit of 0 passed on: no permits, or buffer_unordered(0), which waits for ever")
    });
    jobs.expect_peak(1, "a limit of 0 taken for no limit, or for nothing to do");
    call.took_ms(30, Causes::of(BATCHES, "a limit of 0 taken for no limit, or for nothing to do"));
}

/// Times and limits that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_times_and_any_limit_will_do() {
    let mut rng = Rng::of_this_run();
    for round in 0..12 {
        new_scene();
        let items = if round == 0 { 1 } else { rng.pick(2..20) };
        let ms: Vec<u64> = (0..items).map(|_| rng.pick(1..60)).collect();
        let limit = rng.pick(0..7) as usize;
        let jobs = Jobs::lasting_ms(ms.clone());
        let call = timed(map_limited(jobs.items(), limit, jobs.work())).await;
        call.gave(jobs.all_done(), "results left in the order in which the jobs ended");
        jobs.expect_each_called_once("an item lost, or asked for twice");
        let starts = starts(&ms, limit);
        for (job, &at_ms) in starts.iter().enumerate() {
            jobs.called(job).expect_at_ms(at_ms, Causes::of(DEALT_OUT, EAGER_CALL));
            jobs.started(job).expect_at_ms(at_ms, DEALT_OUT);
        }
        jobs.expect_started_in_order("items that overtake each other");
        let last = starts.iter().zip(&ms).map(|(start, ms)| start + ms).max().unwrap_or(0);
        call.took_ms(last, "waiting on after the last job has ended");
    }
}

#[rstest]
#[case::with_limit_zero(0)]
#[case::with_limit_three(3)]
#[claim]
#[tokio::test(start_paused = true)]
async fn no_items_give_no_results_at_once(#[case] limit: usize) {
    on_panic(NOTHING_TO_DO);
    let jobs = Jobs::lasting_ms([]);
    let call = timed(drop_after_ms(100, map_limited(vec![], limit, jobs.work()))).await;
    call.gave(Some(Vec::<Done>::new()), NOTHING_TO_DO).took_no_time("a pause that no item asked for");
}

/// Called at 0 ms, polled from 15 ms on: that is when the first jobs are called.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let jobs = Jobs::lasting_ms([10, 10, 10]);
    expect_needs_no_runtime(|| map_limited(jobs.items(), 2, jobs.work()));
    let call = map_limited(jobs.items(), 2, jobs.work());
    sleep_ms(15).await;
    jobs.called(0).expect_never("work called, or tasks spawned, outside the async block");
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    timed(call)
        .await
        .took_at_least_ms(20, "a clock or a task that was started by the call, before the first poll");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let jobs = Jobs::lasting_ms([10, 30, 20, 10]);
    map_limited(jobs.items(), 2, jobs.work()).await;
    expect_left_nothing(&jobs).await;
}

/// Dropped at 15 ms: job 0 is done, jobs 1 and 2 run, job 3 waits for a place and must never start.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_everything() {
    let jobs = Jobs::lasting_ms([10, 30, 30, 30]);
    stops_when_dropped(15, map_limited(jobs.items(), 2, jobs.work()), &jobs).await;
    sleep_ms(100).await;
    jobs.called(3).expect_never("a task that hands out the places was not stopped with the call");
    expect_eq("the end of job 1", &jobs.end_of(1), &Some(End::Dropped), DETACHED);
}

/// As many at a time as no answer can know beforehand, and all of them in two rounds.
#[claim]
#[tokio::test(start_paused = true)]
async fn thousands_at_a_time_are_as_good_as_two() {
    let limit = Rng::of_this_run().thousands();
    let work = |item: usize| async move {
        sleep_ms(10).await;
        item
    };
    let call = timed(map_limited((0..2 * limit).collect(), limit, work)).await;
    call.took_ms(20, FEWER)
        .gave((0..2 * limit).collect(), "results left in the order in which the jobs ended");
}

type MapLimited = fn(Vec<Erased<0>>, usize, ErasedWork) -> LocalBoxFuture<'static, Vec<Erased<1>>>;

pub static ANSWER: Answer<MapLimited> = Answer::new();

fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> LocalBoxFuture<'static, Vec<R>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    then(ANSWER.get()(Erased::all(items), limit, erased_work(work)), Erased::open_all)
}

const BATCHES: &str = "working in batches (chunks, then join): a batch waits for its slowest job";
const ONE_AT_A_TIME: &str = "one job at a time, whatever the limit: each is awaited before the next is started, or workers share a receiver \
     and hold its lock meanwhile (a guard in the head of `while let` lives to the end of the body)";
const PLACE_LOST: &str = "a place that is not given back when its job ends: those that wait never get one";
const SLOW_HEAD: &str = "buffered(limit), or awaiting the handles in order before the next start: a finished job \
     behind a slow one keeps its place";
const EAGER_CALL: &str = "calling work for all items first and waiting for a place inside the job: the job's future \
     exists before it has a place";
const NOT_HELD: &str = "more at once than the limit allows: a place that is not held while its job runs (a permit that stays \
     behind in the loop, `let _ = …`), or acquire() without its .await, which takes none";
const LOOKS_NOW_AND_THEN: &str =
    "looking on a timer whether a place is free: it is late by up to one look; wait for what frees it";
const NOTHING_TO_DO: &str = "waiting for a first item that never comes";
const FEWER: &str = "fewer at a time than may be: a limit of the answer's own, beyond which the rest wait";
const DEALT_OUT: &str = "items dealt out to the places beforehand: a place that is done early stays empty while others have items left";

/// When each job starts: in order, each on the place that is free first.
fn starts(ms: &[u64], limit: usize) -> Vec<u64> {
    let mut free_at = vec![0; limit.max(1)];
    let take_first = |ms: &u64| {
        free_at.sort_unstable();
        let start = free_at[0];
        free_at[0] += ms;
        start
    };
    ms.iter().map(take_first).collect()
}
