//! `pump`: a producer and a worker with a bounded buffer between them, where each may have to wait for the other.

use std::cell::Cell;

use futures::Stream;
use futures::future::LocalBoxFuture;
use futures::stream::{self, StreamExt};
use rstest::rstest;
use tokio_katas::probe::Source;
use tokio_katas::probe::prelude::*;

/// Items of 10, 30, 5, 1 and 20 ms: 66 ms in all.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_item_is_worked_on_once_and_results_are_in_order() {
    on_deadlock(SENDER_ALIVE);
    pump(stream::iter([0]), 2, |_| async {}).await;
    on_deadlock(
        "filling the buffer to the end before the worker takes anything: both have to run at the same time",
    );
    let jobs = Jobs::lasting_ms([10, 30, 5, 1, 20]);
    let source = Source::instant(5).feeding(&jobs);
    let (parcels, work) = (source.stream().map(|item| Parcel(Cell::new(item))), jobs.work());
    let seen = timed(pump(parcels, 2, move |parcel: Parcel<usize>| {
        let job = work(parcel.0.into_inner());
        async move { Parcel(Cell::new(job.await)) }
    }))
    .await;
    let lost = match jobs.calls() {
        0 => NOT_SENT,
        _ => "an item lost on its way: those still in the buffer, or in hand, when the source ended",
    };
    jobs.expect_each_called_once(lost);
    seen.took_ms(66, Causes::of("a pause between two items", "more than one item worked on at a time"));
    let results: Vec<Done> = seen.value.into_iter().map(|parcel| parcel.0.into_inner()).collect();
    expect_eq(
        "the results",
        &results,
        &jobs.all_done(),
        "items worked on in another order than they came: the buffer is a queue, not a stack",
    );
}

/// Three items of 10 ms, all pulled at 0 ms: the second is called at 10 ms, the third at 20.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_is_called_when_the_worker_takes_the_item() {
    let jobs = Jobs::lasting_ms([10, 10, 10]);
    let source = Source::instant(3).feeding(&jobs);
    pump(source.stream(), 2, jobs.work()).await;
    for (job, at_ms) in [(0, 0), (1, 10), (2, 20)] {
        jobs.called(job).expect_at_ms(at_ms, Causes::of("a pause between two items", AHEAD));
    }
    jobs.expect_peak(1, "more than one worker");
}

/// Each item takes the source so many ms from the moment it is asked for. Asked for the next one
/// while it works, the slower of the two sets the pace: with room for three, and with room for one.
#[rstest]
#[case::source_slower_than_work(10, 7, 57)]
#[case::work_slower_than_source(7, 10, 57)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_slow_source_is_pulled_while_work_goes_on(
    #[case] source_ms: u64,
    #[case] work_ms: u64,
    #[case] expected_ms: u64,
) {
    for (capacity, late) in [(3, ADD_UP), (1, KEEPS_ITS_PLACE)] {
        new_scene();
        let jobs = Jobs::lasting_ms([work_ms; 5]);
        let source = Source::taking_ms([source_ms; 5]).feeding(&jobs);
        let seen = timed(pump(source.stream(), capacity, jobs.work())).await;
        jobs.started(0).expect_at_ms(source_ms, Causes::of(GATHERS, AHEAD));
        seen.took_ms(expected_ms, late);
    }
}

/// Work is slower than the source here, so the buffer is full most of the time.
#[rstest]
#[case::capacity_one(1)]
#[case::capacity_two(2)]
#[case::capacity_five(5)]
#[case::capacity_sixteen(16)]
#[claim]
#[tokio::test(start_paused = true)]
async fn never_more_than_capacity_and_two_are_unfinished(#[case] capacity: usize) {
    let jobs = Jobs::lasting_ms((0..capacity as u64 + 12).map(|job| 5 + job % 3));
    let source = Source::instant(capacity + 12).feeding(&jobs);
    pump(source.stream(), capacity, jobs.work()).await;
    expect_at_most(&source, capacity);
}

/// The first item is worked on, and the buffer behind it fills.
#[rstest]
#[case::capacity_one(1)]
#[case::capacity_two(2)]
#[case::capacity_five(5)]
#[case::capacity_sixteen(16)]
#[claim]
#[tokio::test(start_paused = true)]
async fn an_instant_source_fills_the_buffer_behind_the_item_in_work(#[case] capacity: usize) {
    let jobs = Jobs::lasting_ms(vec![10; capacity + 12]);
    let source = Source::instant(capacity + 12).feeding(&jobs);
    pump(source.stream(), capacity, jobs.work()).await;
    expect_at_least(&source, capacity);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn a_capacity_of_zero_counts_as_one() {
    let jobs = Jobs::lasting_ms([10; 8]);
    let source = Source::instant(8).feeding(&jobs);
    let seen = timed(pump(source.stream(), 0, jobs.work())).await;
    let nothing = seen.value.is_empty();
    seen.gave(jobs.all_done(), if nothing { NOT_SENT } else { "a buffer with room for nothing" })
        .took_ms(80, Causes::of("a pause between two items", "more than one worker"));
    expect_at_most(&source, 1);
    expect_at_least(&source, 1);
}

/// A source may end long before the work does, or long after.
#[rstest]
#[case::work_goes_on_behind_the_end(0, 30)]
#[case::the_end_comes_when_all_is_done(50, 50)]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_source_is_not_polled_after_its_end(#[case] end_ms: u64, #[case] expected_ms: u64) {
    let jobs = Jobs::lasting_ms([10, 10, 10]);
    let source = Source::instant(3).ending_at_ms(end_ms).feeding(&jobs);
    let seen = timed(pump(source.stream(), 5, jobs.work())).await;
    source.expect_not_polled_after_its_end(LATE_END);
    seen.took_ms(expected_ms, Causes::both("not waiting for both the source's end and the last item's"))
        .gave(jobs.all_done(), "items dropped from the buffer when the source ended");
}

/// Even where the end is all that the source has, at once or after 20 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn an_empty_source_gives_nothing() {
    on_panic("taking it for granted that there is a first item, and unwrapping it");
    for end_ms in [0, 20] {
        let jobs = Jobs::lasting_ms([]);
        let source = Source::instant(0).ending_at_ms(end_ms);
        let seen = timed(pump(source.stream(), 3, jobs.work())).await;
        seen.took_ms(end_ms, "a wait for a first item that never comes");
        source.expect_not_polled_after_its_end(LATE_END);
    }
}

/// Three thousand items that are there at once, and work that is done at once.
#[claim]
#[tokio::test(start_paused = true)]
async fn many_items_go_through() {
    let seen = timed(pump(stream::iter(0..3000), 7, |item| async move { item })).await;
    seen.gave((0..3000).collect(), "items lost, doubled or reordered beyond a certain number").took_no_time(
        "looking now and then, on a timer, whether there is room or an item: wait for it with .await",
    );
}

/// Times that no answer can know beforehand. An item is started as soon as it is there and the
/// one before it is finished, whatever the capacity.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_source_and_any_work_will_do() {
    const CAUSE: &str = "an answer made for certain times, or a buffer that holds up what is there";
    let mut rng = Rng::of_this_run();
    for _ in 0..8 {
        new_scene();
        let (capacity, items) = (rng.pick(1..6) as usize, rng.pick(5..19));
        let mut there_ms = 0;
        let plan: Vec<(u64, u64)> = (0..items)
            .map(|_| {
                there_ms += rng.pick(0..3) * rng.pick(0..12);
                (there_ms, rng.pick(1..15))
            })
            .collect();

        let jobs = Jobs::lasting_ms(plan.iter().map(|&(_, lasts)| lasts));
        let source = Source::at_ms(plan.iter().map(|&(there, _)| there)).feeding(&jobs);
        let seen = timed(pump(source.stream(), capacity, jobs.work())).await;

        let mut free_ms = 0;
        for (job, &(there, lasts)) in plan.iter().enumerate() {
            let start = there.max(free_ms);
            jobs.started(job).expect_at_ms(start, Causes::both(CAUSE));
            free_ms = start + lasts;
        }
        seen.gave(jobs.all_done(), CAUSE).took_ms(free_ms, Causes::both(CAUSE));
        expect_at_most(&source, capacity);
    }
}

/// A future does nothing until it is polled, and the source's time begins there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const CAUSE: &str = "a producer that was started by the call, before the first poll";
    expect_needs_no_runtime(|| pump(stream::iter(0..3), 1, |item| async move { item }));
    let jobs = Jobs::lasting_ms([10, 10]);
    let source = Source::taking_ms([20, 20]).feeding(&jobs);
    let call = pump(source.stream(), 1, jobs.work());
    sleep_ms(15).await;
    source.expect_not_polled(CAUSE);
    expect_no_tasks(CAUSE);
    timed(call).await.took_at_least_ms(50, CAUSE);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let jobs = Jobs::lasting_ms([10, 10, 10]);
    let source = Source::taking_ms([7, 7, 7]).feeding(&jobs);
    pump(source.stream(), 2, jobs.work()).await;
    expect_left_nothing(&jobs).await;
    source.expect_gone("a producer that never lets go of the source");
}

/// Dropped at 25 ms, while an item is in work and the producer waits: for room, or for the source.
#[rstest]
#[case::the_producer_waits_for_room(0)]
#[case::the_producer_waits_for_the_source(10)]
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_producer_and_worker(#[case] source_ms: u64) {
    let jobs = Jobs::lasting_ms([7; 12]);
    let source = Source::taking_ms([source_ms; 12]).feeding(&jobs);
    stops_when_dropped(25, pump(source.stream(), 2, jobs.work()), &jobs).await;
    source.expect_gone(DETACHED);
}

/// A source, items and results of one type, since the answer is compiled once.
type Pump = fn(ErasedStream<Erased<0>>, usize, ErasedWork) -> LocalBoxFuture<'static, Vec<Erased<1>>>;

pub static ANSWER: Answer<Pump> = Answer::new();

fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> LocalBoxFuture<'static, Vec<R>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    then(ANSWER.get()(ErasedStream::new(source), capacity, erased_work(work)), Erased::open_all)
}

const NOT_SENT: &str =
    "items that never get into the buffer: `tx.send(item)` without its .await sends nothing";
const AHEAD: &str =
    "work called by the producer, its futures waiting in the buffer, or run beside each other";
const ADD_UP: &str = "the next item asked for only when the last one is finished: their times add up";
const GATHERS: &str =
    "gathering a bufferful before any of it is worked on: an item that is there waits for others";
const KEEPS_ITS_PLACE: &str = "an item that keeps its place in the buffer while it is worked on: once the worker has taken \
     it, its place is free for the next one";
const LATE_END: &str = "select! or a loop that asks the source again once it has said None";

/// The most items that were pulled and not finished at one time.
fn most_unfinished(source: &Source) -> usize {
    source.unfinished().into_iter().max().unwrap_or(0)
}

fn expect_at_most(source: &Source, capacity: usize) {
    let most = most_unfinished(source);
    expect(most <= capacity + 2, || {
        Failure::new(format!("the source ran away from the work: {most} items pulled and not finished"))
            .expected(format!(
                "at most {}: {capacity} in the buffer, one in the producer's hand, one being worked on",
                capacity + 2
            ))
            .seen(format!("{most}"))
            .cause(match most {
                _ if most > capacity + 3 => {
                    "a buffer without a bound: everything that the source has is pulled, however slow the work is"
                }
                _ => {
                    "a buffer with more room than asked for: one place too many, a sender with a place of its own \
                     (futures' channel), or an item held beside it"
                }
            })
    });
}

fn expect_at_least(source: &Source, capacity: usize) {
    let most = most_unfinished(source);
    expect(most > capacity, || {
        Failure::new(format!("the producer stopped short: never more than {most} items pulled and not finished"))
            .expected(format!("{}: {capacity} in the buffer and one being worked on", capacity + 1))
            .seen(format!("{most}"))
            .cause(
                "a buffer with less room than asked for: the item being worked on takes none of the buffer's room",
            )
    });
}

/// A parcel can be sent, and nothing else: neither copied nor shared nor printed.
struct Parcel<T>(Cell<T>);
