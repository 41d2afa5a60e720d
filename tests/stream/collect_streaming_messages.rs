//! `collect_streaming_messages`: many senders, one channel, and an end that somebody must bring.

use std::task::Poll;

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::probe::prelude::*;
use tokio_test::task::spawn;

#[claim]
#[tokio::test(start_paused = true)]
async fn every_input_sends_its_message() {
    let seen = timed(collect_streaming_messages(vec!["compile", "read", "to do: {}", " x "])).await;
    let expected = messages(&["done: x ", "done:compile", "done:read", "done:to do: {}"]);
    seen.gave(expected, "another text than done:{input}, or a message that was never received");
}

const NOT_SENT: &str = "messages that are not sent: `tx.send(…)` without its .await does nothing";

/// Sorted as strings: by their bytes, so `Z` comes before `a`, and `10` before `9`.
#[claim]
#[tokio::test(start_paused = true)]
async fn messages_are_sorted_as_strings() {
    let inputs = vec!["b", "9", "ä", "", "Z", "10", "a", "aa"];
    let expected = ["done:", "done:10", "done:9", "done:Z", "done:a", "done:aa", "done:b", "done:ä"];
    timed(collect_streaming_messages(inputs)).await.gave(
        messages(&expected),
        "the order in which they came, or an order of its own, by length or without case",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn equal_messages_are_all_kept() {
    let seen = timed(collect_streaming_messages(vec!["b", "a", "b", "a", "b"])).await;
    let expected = messages(&["done:a", "done:a", "done:b", "done:b", "done:b"]);
    seen.gave(expected, "a set, or dedup: sorting does not make equal messages one");
}

/// Two thousand messages, more than any buffer that somebody chose: once with a reader that comes
/// back only after all who can send have sent, once with one that is there all the time.
#[rstest]
#[case::reader_away(true)]
#[case::reader_there(false)]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_buffer_may_be_smaller_than_the_input(#[case] away: bool) {
    let mut call = spawn(collect_streaming_messages(vec!["x"; 2000]));
    let early = if away { call.poll() } else { Poll::Pending };
    let seen = match early {
        Poll::Ready(seen) => seen,
        Poll::Pending => {
            if away {
                let_the_runtime_run().await;
            }
            call.await
        }
    };
    expect_eq(
        "the number of messages",
        &seen.iter().filter(|message| *message == "done:x").count(),
        &2000,
        "a buffer of a fixed size: try_send drops what does not fit, and awaiting the senders before the \
         first recv waits for ever; or taking what is there before all have sent",
    );
}

/// The channel itself says when it is over, so there is nothing to wait for in time.
#[claim]
#[tokio::test(start_paused = true)]
async fn no_time_passes() {
    timed(collect_streaming_messages(vec!["a", "b", "c"])).await.took_no_time(
        "a sleep or a timeout that stands for the end: recv gives None when all senders are gone",
    );
}

/// Words that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_inputs_will_do() {
    let words = Seed::of_this_run().words(60);
    let mut expected: Vec<String> = words.iter().map(|word| format!("done:{word}")).collect();
    expected.sort();
    let seen = timed(collect_streaming_messages(words.iter().map(String::as_str).collect())).await;
    let nothing_sent = seen.value.is_empty();
    seen.gave(expected, if nothing_sent { NOT_SENT } else { "an answer made for certain inputs" });
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_inputs_give_no_messages_at_once() {
    let seen = timed(collect_streaming_messages(vec![])).await;
    seen.gave(vec![], "a message made up for an empty input")
        .took_no_time("a wait for messages that nobody sends");
}

/// A future does nothing until it is polled.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| collect_streaming_messages(vec!["a", "b"]));
    let call = collect_streaming_messages(vec!["a", "b"]);
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    call.await;
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    collect_streaming_messages(vec!["a", "b", "c"]).await;
    expect_no_tasks("a task that was spawned and not awaited, or aborted without waiting for its end");
}

/// Dropped after its first poll: its tasks, if it has any, are on their way.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_leaves_no_task() {
    let mut call = spawn(collect_streaming_messages(vec!["a"; 40]));
    let _ = call.poll();
    drop(call);
    let_the_runtime_run().await;
    expect_no_tasks(
        "a task held by a plain JoinHandle: dropping a handle detaches its task; a JoinSet aborts its tasks",
    );
}

type CollectStreamingMessages = fn(Vec<&str>) -> LocalBoxFuture<'_, Vec<String>>;

pub static ANSWER: Answer<CollectStreamingMessages> = Answer::new();

fn collect_streaming_messages(inputs: Vec<&str>) -> LocalBoxFuture<'_, Vec<String>> {
    ANSWER.get()(inputs)
}

fn messages(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| text.to_string()).collect()
}
