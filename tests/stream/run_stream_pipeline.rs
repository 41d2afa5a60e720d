//! `run_stream_pipeline`: two stages and a channel between them.

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::probe::Causes;
use tokio_katas::probe::prelude::*;

/// One worker, 5 ms per item, and nothing that costs time beside it.
#[rstest]
#[case::one_input(1)]
#[case::two_inputs(2)]
#[case::three_inputs(3)]
#[case::three_hundred_inputs(300)]
#[claim]
#[tokio::test(start_paused = true)]
async fn each_item_takes_five_ms(#[case] inputs: usize) {
    on_deadlock(match inputs {
        1 => SENDER_ALIVE,
        _ => {
            "filling the channel to the end before anything reads it: both stages have to run at the same time"
        }
    });
    let call = timed(run_stream_pipeline(vec!["a"; inputs])).await;
    let early = match inputs {
        1 => match timed(run_stream_pipeline(vec!["a"; 3])).await.ms {
            0 => "a sleep without its .await: it does nothing, so no item takes any time",
            _ => "an interval, whose first tick comes at once: the first item takes no time",
        },
        _ => "items worked on at the same time: there is one worker, which takes one item after the other",
    };
    let late =
        "a wait that is not the worker's 5 ms for its item: one more at the end, or one in another stage";
    call.took_ms(5 * inputs as u64, Causes::of(late, early));
}

#[claim]
#[tokio::test(start_paused = true)]
async fn each_item_is_labelled_then_processed() {
    let inputs = ["ingest", "Transform", "", "a:b {}"];
    let expected = ["processed:0:ingest", "processed:1:Transform", "processed:2:", "processed:3:a:b {}"];
    let seen = run_stream_pipeline(inputs.to_vec()).await;
    let staged = seen.iter().all(|result| result.starts_with("processed:"));
    let label = "a label that is not the position from 0";
    let cause = if staged { label } else { "a stage left out: each item is labelled, then processed" };
    expect_eq("the results", &seen, &expected.map(str::to_owned).to_vec(), cause);
}

/// With 120 items an order by text (`"10"` before `"2"`) shows, and so does one that came by chance.
#[claim]
#[tokio::test(start_paused = true)]
async fn items_go_through_in_order() {
    let inputs = vec!["same"; 120];
    let seen = timed(run_stream_pipeline(inputs.clone())).await;
    let cause = match seen.value.is_sorted() {
        true => {
            "results sorted as text, where \"10\" comes before \"2\": a channel keeps the order, so there is nothing to sort"
        }
        false => "several workers: a channel keeps the order, more than one reader does not",
    };
    seen.gave(processed(inputs), cause);
}

/// Words that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_inputs_will_do() {
    let words = Rng::of_this_run().words(30);
    let inputs = || words.iter().map(String::as_str);
    let seen = timed(run_stream_pipeline(inputs().collect())).await;
    let made = "an answer made for certain inputs";
    seen.gave(processed(inputs()), made).took_ms(5 * words.len() as u64, WRONG_TIME);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_inputs_give_no_results_at_once() {
    let seen = timed(run_stream_pipeline(vec![])).await;
    seen.gave(vec![], "a result made up for an empty input")
        .took_no_time("a wait outside the work on an item");
}

/// A future does nothing until it is polled, and its time begins there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| run_stream_pipeline(vec!["a", "b"]));
    let call = run_stream_pipeline(vec!["a", "b"]);
    sleep_ms(7).await;
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    timed(call)
        .await
        .took_at_least_ms(10, "a clock or a task that was started by the call, before the first poll");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    run_stream_pipeline(vec!["a", "b", "c"]).await;
    expect_left_nothing(None).await;
}

/// Dropped at 7 ms: one item is done, one is being worked on, forty are not yet there.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_both_stages() {
    stops_when_dropped(7, run_stream_pipeline(vec!["a"; 42]), None).await;
}

type RunStreamPipeline = fn(Vec<&str>) -> LocalBoxFuture<'_, Vec<String>>;

pub static ANSWER: Answer<RunStreamPipeline> = Answer::new();

fn run_stream_pipeline(inputs: Vec<&str>) -> LocalBoxFuture<'_, Vec<String>> {
    ANSWER.get()(inputs)
}

const WRONG_TIME: Causes = Causes::of(
    "a wait that is not the worker's 5 ms for its item",
    "items worked on at the same time, or 5 ms that are not waited for: an interval's first tick comes at once, and `sleep(…)` without its .await does nothing",
);

fn processed<'a>(inputs: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    inputs.into_iter().enumerate().map(|(index, input)| format!("processed:{index}:{input}")).collect()
}
