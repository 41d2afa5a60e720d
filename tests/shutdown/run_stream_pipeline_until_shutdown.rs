//! `run_stream_pipeline_until_shutdown`: the input stage stops, the worker stage finishes.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::probe::Causes;
use tokio_katas::probe::prelude::*;
use tokio_test::assert_pending;
use tokio_test::task::spawn;

/// Of four items it takes the first `shutdown_after`, and no more.
#[rstest]
#[case::one(1, 1)]
#[case::two(2, 2)]
#[case::three(3, 3)]
#[case::as_many_as_there_are(4, 4)]
#[case::more_than_there_are(5, 4)]
#[case::far_more_than_there_are(999_999, 4)]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_input_stage_stops_after_so_many_items(#[case] shutdown_after: usize, #[case] taken: usize) {
    let inputs = ["ingest", "transform", "flush", "close"];
    let seen = timed(pipeline(inputs.to_vec(), shutdown_after)).await;
    let cause = if seen.value.len() < taken { CUT_SHORT } else { COUNTS_WRONG };
    seen.gave(processed(&inputs, taken), cause);
}

/// The input stage takes three items in no time. When it stops, the worker has not even finished the first of them.
#[claim]
#[tokio::test(start_paused = true)]
async fn every_item_taken_is_still_processed() {
    let inputs = ["a", "b", "c", "d", "e"];
    let seen = timed(pipeline(inputs.to_vec(), 3)).await;
    let cause = wrong_time(&seen, 15);
    seen.gave(processed(&inputs, 3), CUT_SHORT).took_ms(15, cause);
}

/// 300 items are more than any buffer holds, and more than a task may receive in one go; as text, `processed:10` comes
/// before `processed:2`.
#[claim]
#[tokio::test(start_paused = true)]
async fn many_items_come_in_order() {
    let inputs = ["x"; 400];
    let call = drop_after_ms(10_000, timed(pipeline(inputs.to_vec(), 300)));
    let seen = call.await.unwrap_or_else(|| {
        Failure::new("it never ended: after ten seconds it was still waiting")
            .expected("300 items in 1500 ms")
            .seen("it waits, and nothing will change any more")
            .cause(
                "a bounded channel filled before anything reads from it: when it is full, send waits for \
                 ever; run both stages at the same time",
            )
            .raise()
    });
    let cause = wrong_time(&seen, 1500);
    seen.gave(processed(&inputs, 300), "sorting the results as text, or losing what a full buffer holds up")
        .took_ms(1500, cause);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn equal_inputs_and_odd_ones_are_passed_on_as_they_are() {
    let inputs = ["b", "b", "", "a:b", "ß ", "left out"];
    let seen = timed(pipeline(inputs.to_vec(), 5)).await;
    let cause = "taking the label apart again, or looking an item up by its text instead of its place";
    seen.gave(processed(&inputs, 5), cause);
}

/// Of ten items two are taken: an input stage that was not stopped has eight left.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    pipeline(vec!["a"; 10], 2).await;
    expect_no_tasks("an input stage in a task of its own that still waits to send, or is not awaited");
}

/// Dropped at 7 ms: one item is processed, one is in hand, two are still to be taken.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_both_stages() {
    let mut call = spawn(pipeline(vec!["a", "b", "c", "d", "e"], 4));
    assert_pending!(call.poll());
    sleep_ms(7).await;
    drop(call);
    let_the_runtime_run().await;
    expect_no_tasks("stages held by plain JoinHandles: dropping a handle detaches its task");
}

/// `usize::MAX` means: no shutdown.
#[claim]
#[tokio::test(start_paused = true)]
async fn usize_max_takes_every_item() {
    let inputs = ["a", "b", "c"];
    let cause = "adding to `shutdown_after`, or making room for so many items: usize::MAX means all";
    let call = AssertUnwindSafe(pipeline(inputs.to_vec(), usize::MAX)).catch_unwind();
    let seen = timed(async { call.await.ok() }).await;
    expect(seen.value.is_some(), || {
        Failure::new("it panicked").expected("all items").seen("a panic").cause(cause)
    });
    let late = wrong_time(&seen, 15);
    seen.gave(Some(processed(&inputs, 3)), cause).took_ms(15, late);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn zero_takes_nothing_and_no_time() {
    let seen = timed(pipeline(vec!["a", "b"], 0)).await;
    seen.gave(vec![], "looking at the number only after an item is taken: 0 means none")
        .took_no_time("an item that was taken and thrown away, or a wait of its own");
}

#[rstest]
#[case::no_shutdown(usize::MAX)]
#[case::shutdown_at_once(0)]
#[case::shutdown_after_two(2)]
#[claim]
#[tokio::test(start_paused = true)]
async fn no_inputs_give_no_results_at_once(#[case] shutdown_after: usize) {
    let seen = timed(pipeline(vec![], shutdown_after)).await;
    seen.gave(vec![], "a result made up for an empty input").took_no_time("waiting for an item");
}

/// A future does nothing until it is polled, and its time begins there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| pipeline(vec!["a", "b"], 1));
    let call = pipeline(vec!["a", "b", "c"], 2);
    sleep_ms(7).await;
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    timed(call)
        .await
        .took_at_least_ms(10, "a clock or a task started by the call itself, before the first poll");
}

/// Random words and numbers.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_inputs_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..20 {
        let words = rng.words(20);
        let inputs: Vec<&str> = words.iter().map(String::as_str).collect();
        let shutdown_after = rng.pick(0..25) as usize;
        let expected = processed(&inputs, shutdown_after);
        let ms = 5 * expected.len() as u64;
        let seen = timed(pipeline(inputs, shutdown_after)).await;
        let cause = wrong_time(&seen, ms);
        seen.gave(expected, "an answer made for certain inputs").took_ms(ms, cause);
    }
}

type Pipeline = fn(Vec<&str>, usize) -> LocalBoxFuture<'_, Vec<String>>;

pub static ANSWER: Answer<Pipeline> = Answer::new();

fn pipeline(inputs: Vec<&str>, shutdown_after: usize) -> LocalBoxFuture<'_, Vec<String>> {
    ANSWER.get()(inputs, shutdown_after)
}

const COUNTS_WRONG: &str = "the input stage stops one item too early or too late: it takes \
     `shutdown_after` items, then none";
const CUT_SHORT: &str = "stopping the worker stage as well: only the input stage stops, and what it has \
     taken is still processed";

/// Why it took another time than this, if it did.
fn wrong_time<T>(seen: &Timed<T>, expected_ms: u64) -> Causes<'static> {
    let early = match seen.ms {
        0 => {
            "5 ms that are not waited for: `sleep(…)` without its .await does nothing, and an interval's \
             first tick comes at once"
        }
        _ => "items worked on at the same time: the worker stage takes one after another",
    };
    let late = match seen.ms.saturating_sub(expected_ms) {
        5 => {
            "a sleep before it is known whether there is an item: once too often, or for an item that was \
             never taken"
        }
        _ => "a wait of its own at the end: it ends with the last item, 5 ms for each",
    };
    Causes::of(late, early)
}

/// What the pipeline yields for the first `taken` of `inputs`.
fn processed(inputs: &[&str], taken: usize) -> Vec<String> {
    let taken = inputs.iter().take(taken).enumerate();
    taken.map(|(index, input)| format!("processed:{index}:{input}")).collect()
}
