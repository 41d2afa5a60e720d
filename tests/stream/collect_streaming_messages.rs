//! `collect_streaming_messages`: many senders, one channel, and the end that comes when the last sender is dropped.

use std::task::Poll;

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::probe::prelude::*;
use tokio_test::task::spawn;

#[claim]
#[tokio::test(start_paused = true)]
async fn every_input_sends_its_message() {
    on_deadlock(SENDER_ALIVE);
    collect_streaming_messages(vec!["a"]).await;
    on_deadlock(SENDERS_FIRST);
    let seen = collect_streaming_messages(vec!["compile", "read", "to do: {}", " x "]).await;
    let expected = messages(&["done: x ", "done:compile", "done:read", "done:to do: {}"]);
    let mut sorted = seen.clone();
    sorted.sort();
    let cause = match (seen.len(), sorted == expected) {
        (0, _) => NOT_SENT,
        (4, true) => AS_THEY_CAME,
        (4, false) => "another text than done:{input}",
        _ => "inputs left out, as in an answer made for certain inputs, or messages that are never received",
    };
    expect_eq("the messages", &seen, &expected, cause);
}

/// Sorted as strings: by their bytes, so `Z` comes before `a`, and `10` before `9`.
#[claim]
#[tokio::test(start_paused = true)]
async fn messages_are_sorted_as_strings() {
    on_deadlock(SENDER_ALIVE);
    let inputs = vec!["b", "9", "ä", "", "Z", "10", "a", "aa"];
    let expected = ["done:", "done:10", "done:9", "done:Z", "done:a", "done:aa", "done:b", "done:ä"];
    let own_order = "an order of its own, by length or without case: strings compare by their bytes";
    timed(collect_streaming_messages(inputs)).await.gave(messages(&expected), own_order);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn equal_messages_are_all_kept() {
    let seen = timed(collect_streaming_messages(vec!["b", "a", "b", "a", "b"])).await;
    let expected = messages(&["done:a", "done:a", "done:b", "done:b", "done:b"]);
    seen.gave(expected, "a set, or dedup: sorting does not make equal messages one");
}

/// Two thousand messages, more than any buffer of a fixed size holds: once with a reader that comes back only
/// after all senders have sent what they can, once with one that is there all the time.
#[rstest]
#[case::reader_away(true)]
#[case::reader_there(false)]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_buffer_may_be_smaller_than_the_input(#[case] away: bool) {
    on_deadlock(SENDERS_FIRST);
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
    let cause = match away {
        true => {
            "try_send, or another send whose error is not looked at: what does not fit into the buffer is dropped"
        }
        false => {
            "taking what is there before all have sent: an empty channel is not the end; recv gives None at the end"
        }
    };
    let number = seen.iter().filter(|message| *message == "done:x").count();
    expect_eq("the number of messages", &number, &2000, cause);
}

/// The channel itself says when it is over, so there is nothing to wait for in time.
#[claim]
#[tokio::test(start_paused = true)]
async fn no_time_passes() {
    timed(collect_streaming_messages(vec!["a", "b", "c"]))
        .await
        .took_no_time("a sleep or a timeout in place of the end: recv gives None when all senders are gone");
}

/// Words that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_inputs_will_do() {
    let words = Rng::of_this_run().words(60);
    let mut expected: Vec<String> = words.iter().map(|word| format!("done:{word}")).collect();
    expected.sort();
    let seen = timed(collect_streaming_messages(words.iter().map(String::as_str).collect())).await;
    let nothing_sent = seen.value.is_empty();
    seen.gave(expected, if nothing_sent { NOT_SENT } else { "an answer made for certain inputs" });
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_inputs_give_no_messages_at_once() {
    on_deadlock(SENDER_ALIVE);
    let seen = timed(collect_streaming_messages(vec![])).await;
    seen.gave(vec![], "a message made up for an empty input")
        .took_no_time("a wait for messages that are never sent");
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
    expect_left_nothing(None).await;
}

/// Dropped after its first poll: its tasks, if it has any, are on their way.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_leaves_no_task() {
    let mut call = spawn(collect_streaming_messages(vec!["a"; 40]));
    let _ = call.poll();
    drop(call);
    let_the_runtime_run().await;
    expect_no_tasks(DETACHED);
}

type CollectStreamingMessages = fn(Vec<&str>) -> LocalBoxFuture<'_, Vec<String>>;

pub static ANSWER: Answer<CollectStreamingMessages> = Answer::new();

fn collect_streaming_messages(inputs: Vec<&str>) -> LocalBoxFuture<'_, Vec<String>> {
    ANSWER.get()(inputs)
}

const NOT_SENT: &str = "messages that are not sent: `tx.send(…)` without its .await does nothing";
const SENDERS_FIRST: &str =
    "awaiting the senders before the first recv: once the buffer is full they wait for room, for ever";
const AS_THEY_CAME: &str = "messages left in the order in which they came: sort them";

fn messages(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| text.to_string()).collect()
}
