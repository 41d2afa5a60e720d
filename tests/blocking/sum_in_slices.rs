//! `sum_in_slices`: a long computation that lets others have their turn.

use std::task::Poll;

use futures::future::{FutureExt, LocalBoxFuture};
use rstest::rstest;
use tokio::task::yield_now;
use tokio_katas::probe::Heart;
use tokio_katas::probe::prelude::*;
use tokio_test::task::spawn;

/// Slices of one, of many, that fit and that do not; 0 counts as 1.
#[rstest]
#[case::slices_that_fit(100, 10)]
#[case::slices_that_do_not_fit(100, 7)]
#[case::one_value_at_a_time(50, 1)]
#[case::two_values_at_a_time(51, 2)]
#[case::zero_counts_as_one(50, 0)]
#[case::one_value_left_over(91, 10)]
#[case::one_value_missing(89, 10)]
#[case::two_slices(20, 10)]
#[case::thousands(30_000, 16)]
#[claim]
#[tokio::test(start_paused = true)]
async fn it_yields_after_every_slice(#[case] count: u64, #[case] slice: usize) {
    let values: Vec<u64> = (1..=count).collect();
    expect_yields(&values, slice).await;
}

/// No values, one, or a slice that holds them all: there is no second slice to yield before.
#[rstest]
#[case::no_values(0, 3)]
#[case::no_values_and_no_slice(0, 0)]
#[case::one_value(1, 1)]
#[case::exactly_one_slice(10, 10)]
#[case::more_than_there_are(10, 11)]
#[case::as_many_as_can_be(10, usize::MAX)]
#[claim]
#[tokio::test(start_paused = true)]
async fn one_slice_is_added_up_in_one_go(#[case] count: u64, #[case] slice: usize) {
    let values: Vec<u64> = (1..=count).collect();
    expect_yields(&values, slice).await;
}

/// Nine slices beside a heart. Each of its beats is a task's turn, and lies between two slices.
#[claim]
#[tokio::test(start_paused = true)]
async fn other_tasks_have_their_turn_between_two_slices() {
    let (heart, lane) = (Heart::new(), Lane::new("sum"));
    let values: Vec<u64> = (0..90).collect();
    let call = async {
        lane.called();
        lane.started();
        let sum = sum_in_slices(&values, 10).await;
        lane.ended(End::Finished);
        (sum, heart.beats())
    };
    let (call, ()) = beside(call.boxed_local(), heart.beat(40).boxed_local()).await;
    let (sum, beats) = call.value;
    expect(beats >= 4, || {
        lane.note(if beats == 0 { "no beat before its end" } else { "too few beats before its end" });
        Failure::new("other tasks had next to no turn while the sum was added up")
            .expected("a heartbeat after most of its nine slices")
            .seen(format!("{beats} of them before its end"))
            .cause(NO_YIELD)
    });
    expect_eq("the sum", &sum, &(0..90).sum(), OVERFLOW);
}

/// `u64::MAX + 5` is 4.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_sum_wraps() {
    for (values, expected) in [
        (vec![u64::MAX, 5], 4),
        (vec![u64::MAX; 3], u64::MAX - 2),
        (vec![1 << 63, 1 << 63, 1 << 63, 7], (1 << 63) + 7),
        (vec![0; 4], 0),
    ] {
        for slice in [1, 2, 10] {
            let (_, sum) = turns(sum_in_slices(&values, slice).boxed_local()).await;
            expect_eq(&format!("the sum of {values:?}"), &sum, &expected, OVERFLOW);
        }
    }
}

/// A thousand slices, and not one millisecond.
#[claim]
#[tokio::test(start_paused = true)]
async fn no_time_passes() {
    let values = vec![3; 5000];
    let call = timed(sum_in_slices(&values, 5)).await;
    call.gave(15_000, OVERFLOW)
        .took_no_time("sleep as a way to yield: it gives the thread back for a whole millisecond");
    expect_no_tasks("a task that adds up; the values are borrowed, and stay in the caller's");
}

/// Called without a runtime, polled later. Dropped after the first of 500 slices, it leaves nothing behind.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let values = vec![1; 500];
    expect_needs_no_runtime(|| sum_in_slices(&values, 10));
    let mut call = spawn(sum_in_slices(&values, 1));
    let_the_runtime_run().await;
    expect_no_tasks("a task spawned by the call");
    let _ = call.poll();
    drop(call);
    let_the_runtime_run().await;
    expect_no_tasks("a task that goes on adding up for nobody");
    let (_, sum) = turns(sum_in_slices(&values, 10).boxed_local()).await;
    expect_eq("the sum", &sum, &500, "a sum kept somewhere else than in the future, and not set back");
}

/// Two sums side by side, each with its own count.
#[claim]
#[tokio::test(start_paused = true)]
async fn sums_side_by_side_keep_apart() {
    let (ones, twos) = (vec![1; 60], vec![2; 60]);
    let both = futures::join!(sum_in_slices(&ones, 7), sum_in_slices(&twos, 11));
    expect_eq("two sums", &both, &(60, 120), "a static or thread-local sum, which all calls share");
}

/// Values, numbers of them and slices that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_values_and_any_slice_will_do() {
    let mut seed = Seed::of_this_run();
    for _ in 0..30 {
        new_scene();
        let count = seed.pick(0..300) as usize;
        let values: Vec<u64> = (0..count).map(|_| seed.next_u64()).collect();
        expect_yields(&values, seed.pick(0..40) as usize).await;
    }
}

type SumInSlices = fn(&[u64], usize) -> LocalBoxFuture<'_, u64>;

pub static ANSWER: Answer<SumInSlices> = Answer::new();

fn sum_in_slices(values: &[u64], slice: usize) -> LocalBoxFuture<'_, u64> {
    ANSWER.get()(values, slice)
}

const OVERFLOW: &str =
    "`+` or `sum()`, which panic in a debug build when they overflow; wrapping_add goes on from 0";
const NO_YIELD: &str = "a loop without an .await, or one whose .await is always ready at once (std::thread::yield_now, \
     ready(()), a budget that is not used up): only a Pending gives the thread back";
const SLICES: &str =
    "a count off by one, or one that is never set back: after every `slice` values, in each slice";
const WAITS: &str = "waiting for something else than the next turn: a thread, a timer, or a Pending that wakes nobody; \
     yield_now is woken at once";

/// How often the sum gave its thread back, and what it gave at last. Polled by hand: each time it
/// must want its next turn at once.
async fn turns(call: LocalBoxFuture<'_, u64>) -> (usize, u64) {
    let mut call = spawn(call);
    for yields in 0.. {
        if let Poll::Ready(sum) = call.poll() {
            return (yields, sum);
        }
        // Tokio's own yield wakes once the runtime has run.
        for _ in 0..100 {
            if !call.is_woken() {
                yield_now().await;
            }
        }
        expect(call.is_woken(), || {
            Failure::new("the sum was pending, and did not want its next turn")
                .expected("woken as soon as the runtime has run")
                .seen("nothing woke it")
                .cause(WAITS)
        });
    }
    unreachable!("it is ready, or it fails")
}

/// It yields between any two slices; whether also after the last ones is left open.
async fn expect_yields(values: &[u64], slice: usize) {
    let (yields, sum) = turns(sum_in_slices(values, slice).boxed_local()).await;
    let slices = values.len().div_ceil(slice.max(1));
    let what = format!("the sum of {} values, {slice} at a time", values.len());
    expect_eq(&what, &sum, &values.iter().fold(0, |sum, value| sum.wrapping_add(*value)), OVERFLOW);
    let between = slices.saturating_sub(1);
    // With no values at all the last slice is an empty one.
    let most = slices.max(1);
    expect((between..=most).contains(&yields), || {
        let times = if yields == 1 { "once".to_owned() } else { format!("{yields} times") };
        Failure::new(match yields {
            0 => "it never yielded: nothing else could run before the sum was done".to_owned(),
            _ if yields < between => format!("it yielded only {times}: some slices are too long"),
            _ => format!("it yielded {times}: some slices are too short"),
        })
        .expected(format!("{} values in slices of {slice}: {between} or {most} yields", values.len()))
        .seen(format!("{yields}"))
        .cause(if yields == 0 { NO_YIELD } else { SLICES })
    });
}
