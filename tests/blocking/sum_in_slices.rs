//! `sum_in_slices`: a long computation that lets other tasks run.

use std::panic::AssertUnwindSafe;
use std::task::Poll;

use futures::future::{FutureExt, LocalBoxFuture};
use rstest::rstest;
use tokio::task::yield_now;
use tokio_katas::probe::Heart;
use tokio_katas::probe::prelude::*;
use tokio_test::task::spawn;

/// Slices of one or many values, with and without a rest. A slice of 0 counts as 1.
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

/// Nine slices beside another task, whose turns lie between them.
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
        Failure::new("other tasks had hardly a turn while the sum was added up")
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
            let sum = turns(sum_in_slices(&values, slice).boxed_local(), OVERFLOW).await.sum;
            let cause = if sum == u64::MAX { SATURATES } else { OVERFLOW };
            expect_eq(&format!("the sum of {values:?}"), &sum, &expected, cause);
        }
    }
}

/// A thousand slices, and not one millisecond.
#[claim]
#[tokio::test(start_paused = true)]
async fn no_time_passes() {
    let values = vec![3; 5000];
    let call = timed(sum_in_slices(&values, 5)).await;
    call.gave(15_000, OVERFLOW).took_no_time(SLEEPS);
    expect_no_tasks(TASK);
}

/// Two sums side by side, each with its own count.
#[claim]
#[tokio::test(start_paused = true)]
async fn sums_side_by_side_keep_apart() {
    let (ones, twos) = (vec![1; 60], vec![2; 60]);
    let both = futures::join!(sum_in_slices(&ones, 7), sum_in_slices(&twos, 11));
    expect_eq("two sums", &both, &(60, 120), "a static or thread-local sum, which all calls share");
}

/// No values, one, or a slice that holds them all: there is no second slice.
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

/// Called without a runtime and polled later. Dropped after the first of 500 slices, it leaves nothing behind.
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
    expect_no_tasks(TASK);
    let sum = turns(sum_in_slices(&values, 10).boxed_local(), OVERFLOW).await.sum;
    expect_eq("the sum", &sum, &500, "a sum that is kept outside of the future, and not set back");
}

/// Values and slices that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_values_and_any_slice_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..30 {
        new_scene();
        let count = rng.pick(0..300) as usize;
        let values: Vec<u64> = (0..count).map(|_| rng.next_u64()).collect();
        expect_yields(&values, rng.pick(0..40) as usize).await;
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
const ZERO: &str = "a slice of 0 taken for no limit: it counts as 1";
const OFF_BY_ONE: &str = "a count off by one: it yields after `slice` values, not when there are more";
const NEVER_RESET: &str =
    "a count that is never set back: it yields after each slice, not only after the first";
const EACH_VALUE: &str = "a yield after every value: there is one after every `slice` values";
const LEFT_OUT: &str = "the values that fill no whole slice left out (chunks_exact)";
const SATURATES: &str = "saturating_add, which stops at u64::MAX; wrapping_add goes on from 0";
const BIG_SLICE: &str =
    "a number added to `slice`, which overflows when the slice is huge: use chunks(slice)";
const TASK: &str = "a task that adds up a copy of the values, and goes on when the caller is gone";
const SLEEPS: &str = "sleep as a way to yield: it gives the thread back for a whole millisecond";
const NOT_WOKEN: &str = "a Pending without a wake-up: yield_now().await is woken at once";

/// What was seen of a sum.
struct Turns {
    /// How often it gave its thread back.
    yields: usize,
    sum: u64,
    /// Whether a task was alive in between.
    task: bool,
}

/// Polls the sum by hand: each time it must want its next turn at once. `panics` is the usual cause of a panic.
async fn turns(call: LocalBoxFuture<'_, u64>, panics: &str) -> Turns {
    let mut call = spawn(AssertUnwindSafe(call).catch_unwind());
    let mut task = false;
    for yields in 0.. {
        if let Poll::Ready(sum) = call.poll() {
            let sum = sum.unwrap_or_else(|_| {
                Failure::new("the sum panicked")
                    .expected("a sum")
                    .seen("a panic while it was added up")
                    .cause(panics)
                    .raise()
            });
            return Turns { yields, sum, task };
        }
        task |= tasks_alive() > 0;
        // Tokio's own yield wakes once the runtime has run.
        for _ in 0..100 {
            if !call.is_woken() {
                yield_now().await;
            }
        }
        if !call.is_woken() {
            sleep_ms(2).await;
            let (seen, cause) = match call.is_woken() {
                true => ("woken by a timer", SLEEPS),
                false => ("nothing woke it", NOT_WOKEN),
            };
            Failure::new("the sum was pending, and did not want its next turn")
                .expected("woken as soon as the runtime has run")
                .seen(seen)
                .cause(cause)
                .raise()
        }
    }
    unreachable!("it is ready, or it fails")
}

/// It yields between any two slices. Whether it also yields after the last one is left open.
async fn expect_yields(values: &[u64], slice: usize) {
    let panics = if slice == usize::MAX { BIG_SLICE } else { OVERFLOW };
    let Turns { yields, sum, task } = turns(sum_in_slices(values, slice).boxed_local(), panics).await;
    let slices = values.len().div_ceil(slice.max(1));
    let what = format!("the sum of {} values, {slice} at a time", values.len());
    let fits = values.iter().try_fold(0_u64, |sum, value| sum.checked_add(*value)).is_some();
    let expected = values.iter().fold(0_u64, |sum, value| sum.wrapping_add(*value));
    expect_eq(&what, &sum, &expected, if fits { LEFT_OUT } else { OVERFLOW });
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
        .cause(match yields {
            _ if task => TASK,
            0 if slice == 0 => ZERO,
            0 => NO_YIELD,
            1 if yields < between => NEVER_RESET,
            _ if yields < between => OFF_BY_ONE,
            _ => EACH_VALUE,
        })
    });
}
