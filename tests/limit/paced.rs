//! `paced`: not how many at once, but how often a new one.

use std::time::Duration;

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::probe::prelude::*;

/// Quick items, 20 ms apart: the first at once, and 5 ms after the last start all is done.
#[claim]
#[tokio::test(start_paused = true)]
async fn one_item_starts_every_period_the_first_at_once() {
    on_deadlock(SENDER_ALIVE);
    let jobs = Jobs::lasting_ms([5; 4]);
    let call = timed(paced(jobs.items(), ms(20), jobs.work())).await;
    let first = if jobs.started(0).at_ms() == Some(20) { FIRST_PAUSE } else { NOT_POLLED };
    jobs.started(0).expect_at_ms(0, first);
    for (job, at_ms) in [(1, 20), (2, 40), (3, 60)] {
        jobs.started(job).expect_at_ms(at_ms, Causes::of(AFTER_THE_WORK, NO_PAUSE));
    }
    call.took_ms(65, LAST_PAUSE);
}

/// Job 0 takes 100 ms, and the others start every 10 ms all the same.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_slow_item_delays_no_other_start() {
    let jobs = Jobs::lasting_ms([100, 35, 5, 5]);
    let call = timed(paced(jobs.items(), ms(10), jobs.work())).await;
    for job in 0..4 {
        jobs.started(job).expect_at_ms(10 * job as u64, AFTER_THE_WORK);
    }
    call.took_ms(100, Causes::of(AFTER_THE_WORK, LAST_STARTED));
}

/// Items of 10 ms, 100 ms apart: each is done long before the next one starts.
#[claim]
#[tokio::test(start_paused = true)]
async fn started_items_run_between_the_starts() {
    let jobs = Jobs::lasting_ms([10; 3]);
    paced(jobs.items(), ms(100), jobs.work()).await;
    for (job, at_ms) in [(0, 10), (1, 110), (2, 210)] {
        jobs.started(job).expect_at_ms(at_ms - 10, NOT_POLLED);
        jobs.ended(job).expect_at_ms(at_ms, NOT_POLLED);
    }
}

/// 100 items of a second, 1 ms apart: all of them run at the same time in the end.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_number_may_be_in_flight() {
    let jobs = Jobs::lasting_ms([1000; 100]);
    let call = timed(paced(jobs.items(), ms(1), jobs.work())).await;
    jobs.expect_peak(100, "a limit on the number in flight: a pace has none");
    call.took_ms(1099, AFTER_THE_WORK);
}

/// The later an item starts, the sooner it is done.
#[claim]
#[tokio::test(start_paused = true)]
async fn results_are_in_input_order() {
    let work = |Item(item)| async move {
        sleep_ms(100 - 10 * item as u64).await;
        Gained(item)
    };
    let results = paced((0..10).map(Item).collect(), ms(1), work).await;
    let order: Vec<usize> = results.iter().map(|Gained(item)| *item).collect();
    let expected: Vec<usize> = (0..10).collect();
    expect_eq("the results", &order, &expected, "results left in the order in which the jobs ended");
}

/// 20 ms apart. The item that ends last need not be the one that started last, and one item alone has
/// nothing to wait for.
#[rstest]
#[case::the_only_one(vec![5], 5)]
#[case::the_first_is_last(vec![90, 10, 5], 90)]
#[case::the_middle_is_last(vec![10, 60, 5], 80)]
#[case::the_last_is_last(vec![10, 10, 60], 100)]
#[claim]
#[tokio::test(start_paused = true)]
async fn it_returns_when_the_last_has_finished(#[case] lasting: Vec<u64>, #[case] end_ms: u64) {
    let jobs = Jobs::lasting_ms(lasting);
    let call = timed(paced(jobs.items(), ms(20), jobs.work())).await;
    jobs.expect_none_in_flight(LAST_STARTED);
    call.took_ms(end_ms, Causes::of(LAST_PAUSE, LAST_STARTED))
        .gave(jobs.all_done(), "a result lost, or out of place");
}

/// Ten items called exactly when they start, 10 ms apart.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_is_called_when_its_item_starts() {
    let jobs = Jobs::lasting_ms([35; 10]);
    paced(jobs.items(), ms(10), jobs.work()).await;
    for job in 0..10 {
        jobs.called(job).expect_at_ms(10 * job as u64, Causes::of(AFTER_THE_WORK, ALL_CALLED));
    }
    jobs.expect_started_in_order("taking the next item from the end (pop)");
    jobs.expect_each_called_once("an item lost, or asked for twice");
}

/// No pause: all start in the first instant, in input order.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_period_of_zero_starts_all_at_once() {
    let jobs = Jobs::lasting_ms([30, 10, 20, 10, 40]);
    let call = timed(paced(jobs.items(), Duration::ZERO, jobs.work())).await;
    let one_by_one = "a timer of zero length that takes a millisecond, or items awaited one after the other";
    for job in 0..5 {
        jobs.started(job).expect_at_ms(0, one_by_one);
    }
    jobs.expect_started_in_order("taking the next item from the end (pop)");
    call.took_ms(40, one_by_one).gave(jobs.all_done(), "results left in the order in which the jobs ended");
}

/// Items and results that can do nothing: not even be cloned, compared or printed.
struct Item(usize);
struct Gained(usize);

/// 600 items that all start and end in one instant.
#[claim]
#[tokio::test(start_paused = true)]
async fn hundreds_at_once_are_as_good_as_two() {
    let work = |item: usize| async move {
        sleep_ms(10).await;
        item
    };
    let call = timed(paced((0..600).collect(), Duration::ZERO, work)).await;
    expect_in_input_order(&call.value, 600);
    call.took_ms(10, "a timer of zero length that takes a millisecond");
}

/// Times and periods that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_times_and_any_period_will_do() {
    let mut rng = Rng::of_this_run();
    for round in 0..12 {
        new_scene();
        let every = rng.pick(0..30);
        let items = if round == 0 { 1 } else { rng.pick(2..20) };
        let lasting: Vec<u64> = (0..items).map(|_| rng.pick(1..120)).collect();
        let jobs = Jobs::lasting_ms(lasting.clone());
        let call = timed(paced(jobs.items(), ms(every), jobs.work())).await;
        for (job, start) in (0..lasting.len()).zip((0..).map(|nth| nth * every)) {
            jobs.called(job).expect_at_ms(start, Causes::of(AFTER_THE_WORK, ALL_CALLED));
            jobs.started(job).expect_at_ms(start, AFTER_THE_WORK);
            jobs.ended(job).expect_at_ms(start + lasting[job], NOT_POLLED);
        }
        let ends = (0..).zip(&lasting).map(|(nth, lasting)| nth * every + lasting);
        call.took_ms(ends.max().unwrap_or(0), LAST_PAUSE);
        call.gave(jobs.all_done(), "results left in the order in which the jobs ended");
    }
}

#[rstest]
#[case::without_a_pause(0)]
#[case::with_a_pause(20)]
#[claim]
#[tokio::test(start_paused = true)]
async fn no_items_give_no_results_at_once(#[case] every: u64) {
    let jobs = Jobs::lasting_ms([]);
    let call = timed(drop_after_ms(100, paced(vec![], ms(every), jobs.work()))).await;
    call.gave(Some(Vec::<Done>::new()), "waiting for a first item that never comes")
        .took_no_time("a pause that no item asked for");
}

/// Called at 0 ms, polled from 15 ms on: that is when the first item starts.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let jobs = Jobs::lasting_ms([5; 3]);
    expect_needs_no_runtime(|| paced(jobs.items(), ms(10), jobs.work()));
    let call = paced(jobs.items(), ms(10), jobs.work());
    sleep_ms(15).await;
    jobs.called(0).expect_never("work called, or tasks spawned, outside the async block");
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    let call = timed(call).await;
    let early_clock = "a clock or an interval that was started by the call, before the first poll";
    for (job, at_ms) in [(0, 15), (1, 25), (2, 35)] {
        jobs.started(job).expect_not_before_ms(at_ms, early_clock);
    }
    call.took_at_least_ms(25, early_clock);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let jobs = Jobs::lasting_ms([70, 5, 30]);
    paced(jobs.items(), ms(20), jobs.work()).await;
    expect_left_nothing(&jobs).await;
}

/// Dropped at 25 ms: job 0 is done, jobs 1 and 2 run, job 3 would start at 30 ms and must not.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_everything() {
    let jobs = Jobs::lasting_ms([5, 100, 100, 100]);
    stops_when_dropped(25, paced(jobs.items(), ms(10), jobs.work()), &jobs).await;
    sleep_ms(100).await;
    jobs.called(3).expect_never("a task that sets the pace was not stopped with the call");
    expect_eq("the end of job 1", &jobs.end_of(1), &Some(End::Dropped), DETACHED);
}

/// As many at a time as no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn thousands_at_once_are_as_good_as_two() {
    let count = Rng::of_this_run().thousands();
    let work = |item: usize| async move {
        sleep_ms(10).await;
        item
    };
    let call = timed(paced((0..count).collect(), Duration::ZERO, work)).await;
    call.took_ms(10, FEWER).gave((0..count).collect(), "results left in the order in which the jobs ended");
}

type Paced = fn(Vec<Erased<0>>, Duration, ErasedWork) -> LocalBoxFuture<'static, Vec<Erased<1>>>;

pub static ANSWER: Answer<Paced> = Answer::new();

fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> LocalBoxFuture<'static, Vec<R>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    then(ANSWER.get()(Erased::all(items), every, erased_work(work)), Erased::open_all)
}

const AFTER_THE_WORK: &str =
    "awaiting an item before the next one starts: the pause comes on top of the work";
const FIRST_PAUSE: &str =
    "a pause before the first item, which starts at once: there are only pauses between two starts";
const LAST_PAUSE: &str = "one more pause after the last start: there are only pauses between two starts";
const NO_PAUSE: &str =
    "a pause that is not awaited: `sleep(…)` without its .await does nothing, so all start at once";
const LAST_STARTED: &str =
    "waiting for the item that started last, not for the one that ends last: the work of others is cut short";
const NOT_POLLED: &str = "futures that are made in time and polled only when all have been made; spawn them, or poll \
     them while you wait for the next start";
const FEWER: &str = "fewer at a time than may be: a limit of the answer's own, beyond which the rest wait";
const ALL_CALLED: &str =
    "calling work for all items first and waiting inside the job: the call belongs to the start";

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}
