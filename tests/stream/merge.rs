//! `merge`: many receivers, one stream, and no message that waits for another receiver's.

use std::task::Poll;
use std::time::Duration;

use futures::stream::{BoxStream, StreamExt};
use rstest::rstest;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::{Instant, sleep_until};
use tokio_katas::probe::prelude::*;
use tokio_test::task::{Spawn, spawn};

/// Sender 0 at 10 and 40 ms, sender 1 at 20 and 25 ms, sender 2 at 5 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_message_comes_as_it_arrives() {
    let plan = [vec![10, 40], vec![20, 25], vec![5]];
    let sources = plan.into_iter().enumerate().map(|(nr, times)| sending_at_ms(nr, times)).collect();
    let (seen, _) = read_all(merge(sources), 5).await;
    let expected = vec![(5, (2, 0)), (10, (0, 0)), (20, (1, 0)), (25, (1, 1)), (40, (0, 1))];
    let senders: Vec<usize> = seen.iter().map(|(_, (sender, _))| *sender).collect();
    let cause = match (seen.len() < expected.len(), senders.is_sorted()) {
        (true, _) => END_OF_ONE,
        (_, true) => {
            "one receiver read to its end before the next: all of them are to be waited for at the same time"
        }
        _ => {
            "all receivers in turn, or one place that a quiet one keeps: a message waits for the receiver whose turn it is"
        }
    };
    expect_messages(&seen, &expected, cause);
}

/// The quiet one comes first, last, or in the middle; it has nothing until 100 ms.
#[rstest]
#[case::first(0)]
#[case::in_the_middle(1)]
#[case::last(2)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_quiet_receiver_holds_up_no_other(#[case] quiet: usize) {
    let times = |nr: usize| if nr == quiet { vec![100] } else { vec![3 + nr as u64, 13 + nr as u64] };
    let (seen, _) = read_all(merge((0..3).map(|nr| sending_at_ms(nr, times(nr))).collect()), 5).await;
    let mut expected: Vec<(u64, Message)> = (0..3)
        .flat_map(|nr| times(nr).into_iter().enumerate().map(move |(number, ms)| (ms, (nr, number))))
        .collect();
    expected.sort();
    expect_messages(&seen, &expected, "waiting for a message of one receiver while another has one");
}

/// Three receivers that hold twenty messages each.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_receivers_own_order_is_kept() {
    let (senders, sources) = all_holding(&[20; 3]);
    drop(senders);
    let seen: Vec<Message> = merge(sources).collect().await;
    let cause = match seen.len() {
        60 => "messages taken together and given out in another order",
        _ => {
            "messages lost: try_send, or another send whose error is not looked at, into a buffer that is full"
        }
    };
    expect_all_in_order(&seen, &[20; 3], cause);
}

/// Senders that fall silent at 10, 30 and 20 ms: the stream ends with the last of them.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_ends_when_the_last_sender_is_gone() {
    let plan = [vec![1, 10], vec![2, 30], vec![20]];
    let sources = plan.into_iter().enumerate().map(|(nr, times)| sending_at_ms(nr, times)).collect();
    let (seen, end) = read_all(merge(sources), 5).await;
    let seen: Vec<Message> = seen.into_iter().map(|(_, message)| message).collect();
    let cause = END_OF_ONE;
    expect_all_in_order(&seen, &[2, 2, 1], cause);
    expect_eq("the ms at which it ended", &end, &30, cause);
}

/// A receiver that was closed still holds three messages, and has promised room for a fourth.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_closed_receiver_is_drained() {
    const CAUSE: &str =
        "closed taken for empty: what is buffered, or comes through a permit, is still to be received";
    let (tx, mut rx) = holding(0, 3);
    let permit = tx.reserve_owned().await.expect("the channel has room");
    rx.close();
    let mut merged = spawn(merge(vec![rx, holding(1, 0).1]));
    let mut seen = Vec::new();
    while let Poll::Ready(Some(message)) = poll_while_woken(&mut merged).await {
        seen.push(message);
    }
    permit.send(message(0, 3));
    while let Poll::Ready(Some(message)) = poll_while_woken(&mut merged).await {
        seen.push(message);
    }
    expect_all_in_order(&seen, &[4, 0], CAUSE);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_receivers_end_at_once() {
    on_panic(
        "taking it for granted that there is a receiver: a division by their number, an index, or an unwrap",
    );
    let (seen, end) = read_all(merge(vec![]), 0).await;
    expect_eq("the messages", &seen, &vec![], "a message made up");
    expect_eq("the ms at which it ended", &end, &0, "a wait for a first message that never comes");
}

/// Each receiver holds fifty messages, or none. The reader takes ten, one at a time.
#[rstest]
#[case::one_receiver(&[50])]
#[case::one_busy_and_two_quiet(&[0, 50, 0])]
#[case::three_busy(&[50, 50, 50])]
#[claim]
#[tokio::test(start_paused = true)]
async fn at_most_two_messages_are_taken_ahead(#[case] held: &[usize]) {
    let (senders, sources) = all_holding(held);
    let mut merged = merge(sources);
    let mut yielded = vec![0; held.len()];
    for _ in 0..10 {
        let (sender, _) = merged.next().await.expect("there are messages");
        yielded[sender] += 1;
        let_the_runtime_run().await;
        for (sender, tx) in senders.iter().enumerate() {
            let (taken, yielded) = (taken(tx, held[sender]), yielded[sender]);
            expect(taken <= yielded + 2, || {
                Failure::new(format!("receiver {sender} was emptied ahead of the reader"))
                    .expected(format!("at most {}: {yielded} yielded, two held ready", yielded + 2))
                    .seen(format!("{taken} messages taken from it, {yielded} of them yielded"))
                    .cause(match taken - yielded {
                        3 => "a buffer of two, and a third message in the hand of the task that waits for room in it",
                        _ => {
                            "a task per receiver in front of a large or unbounded buffer: its senders never learn \
                             that the reader is slow"
                        }
                    })
            });
        }
    }
}

/// The reader needs 7 ms for each message, the senders wait for it.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_slow_reader_loses_nothing() {
    let sources = (0..3).map(|nr| sending_at_ms(nr, vec![1; 10])).collect();
    let mut merged = merge(sources);
    let mut seen = Vec::new();
    while let Some(message) = merged.next().await {
        seen.push(message);
        sleep_ms(7).await;
    }
    expect_all_in_order(&seen, &[10; 3], "try_send into a buffer that is full, or messages held in no order");
}

/// Both hold two hundred messages; the reader takes a hundred.
#[claim]
#[tokio::test(start_paused = true)]
async fn two_busy_receivers_share_the_reader() {
    let (_senders, sources) = all_holding(&[200, 200]);
    let first: Vec<Message> = merge(sources).take(100).collect().await;
    let of_one = first.iter().filter(|message| message.0 == 1).count();
    expect((25..=75).contains(&of_one), || {
        let (busy, starved) = if of_one < 25 { (0, 1) } else { (1, 0) };
        Failure::new(format!("receiver {busy} starved receiver {starved}"))
            .expected("at least 25 of the first 100 messages for each of two that are always ready")
            .seen(format!("{} and {of_one}", first.len() - of_one))
            .cause(
                "always looking at the receivers in the same order, or going on with one as long as it has \
                 messages",
            )
    });
}

/// Of eight receivers four hold four hundred messages each, and four hold a single one.
#[claim]
#[tokio::test(start_paused = true)]
async fn no_receiver_is_starved() {
    let (_senders, sources) = all_holding(&[400, 1, 400, 1, 400, 1, 400, 1]);
    let first: Vec<Message> = merge(sources).take(800).collect().await;
    let starved: Vec<usize> = (0..8).filter(|nr| !first.iter().any(|message| message.0 == *nr)).collect();
    expect_eq(
        "the receivers that got none of the first 800 messages",
        &starved,
        &vec![],
        "always looking at the receivers in the same order, or going on with one as long as it has messages",
    );
}

/// Polled by hand, and again only when woken, whichever receiver it is that gets a message.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_message_on_any_receiver_wakes_the_reader() {
    const CAUSE: &str = "a receiver that was not polled before Pending was returned: it has no waker to wake";
    let (mut senders, sources) = all_holding(&[0, 0, 0]);
    let mut merged = spawn(merge(sources));
    let quiet = "a message made up, or an end that has not come";
    for sender in [2, 0, 1, 1, 2, 0, 0] {
        expect_eq("a poll before the message", &poll_while_woken(&mut merged).await, &Poll::Pending, quiet);
        assert!(senders[sender].try_send(message(sender, 7)).is_ok(), "the channel has room");
        let_the_runtime_run().await;
        expect_woken(&merged, &format!("receiver {sender} got a message"), CAUSE);
        let given = poll_while_woken(&mut merged).await;
        expect_eq("what it gave", &given, &Poll::Ready(Some((sender, 7))), CAUSE);
    }
    for _ in 0..3 {
        expect_eq("a poll before the end", &poll_while_woken(&mut merged).await, &Poll::Pending, quiet);
        senders.pop();
        let_the_runtime_run().await;
    }
    expect_woken(
        &merged,
        "the last sender is gone",
        "an end without a wake-up: the last poll of each receiver has to leave the reader's waker there",
    );
    let end = poll_while_woken(&mut merged).await;
    expect_eq(
        "the end",
        &end,
        &Poll::Ready(None),
        "an end without a wake-up: the last poll of each receiver has to leave the reader's waker there",
    );
}

/// Polled once in one task, then handed to another: that one is to be woken.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_task_that_polled_last_is_woken() {
    let (senders, sources) = all_holding(&[0, 0]);
    let mut first = spawn(merge(sources));
    let _ = poll_while_woken(&mut first).await;
    let mut second = spawn(first.into_inner());
    let _ = poll_while_woken(&mut second).await;
    assert!(senders[1].try_send(message(1, 0)).is_ok(), "the channel has room");
    let_the_runtime_run().await;
    let cause = "a waker kept from the first poll: each poll brings the one that counts";
    expect_woken(&second, "receiver 1 got a message", cause);
    let given = poll_while_woken(&mut second).await;
    expect_eq("what it gave", &given, &Poll::Ready(Some((1, 0))), cause);
}

/// A hundred receivers, two messages each.
#[claim]
#[tokio::test(start_paused = true)]
async fn many_receivers_are_merged() {
    on_panic("a fixed number of receivers, as many as an integer has bits, say: there may be more");
    let sources = (0..100).map(|nr| {
        let (tx, rx) = mpsc::channel(2);
        for number in 0..2 {
            assert!(tx.try_send(message(nr, number)).is_ok(), "the channel has room");
        }
        rx
    });
    let (seen, _) = read_all(merge(sources.collect()), 200).await;
    let seen: Vec<Message> = seen.into_iter().map(|(_, message)| message).collect();
    expect_all_in_order(&seen, &[2; 100], "messages lost or reordered beyond a certain number of receivers");
}

/// Times that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_messages_will_do() {
    const CAUSE: &str = "an answer made for certain times or a certain number of receivers";
    let mut rng = Rng::of_this_run();
    for _ in 0..5 {
        new_scene();
        let receivers = rng.pick(1..7) as usize;
        let plan: Vec<Vec<u64>> = (0..receivers)
            .map(|_| {
                let mut now = 0;
                let mut later = |_| {
                    now += rng.pick(0..2) * rng.pick(1..20);
                    now
                };
                (0..5).map(&mut later).collect()
            })
            .collect();
        let sources = plan.iter().cloned().enumerate().map(|(nr, times)| sending_at_ms(nr, times)).collect();
        let (mut seen, end) = read_all(merge(sources), 5 * receivers).await;

        let came: Vec<Message> = seen.iter().map(|&(_, message)| message).collect();
        expect_all_in_order(&came, &plan.iter().map(Vec::len).collect::<Vec<_>>(), CAUSE);
        let sent = |(nr, times): (usize, &Vec<u64>)| {
            times.iter().enumerate().map(move |(number, &ms)| (ms, (nr, number))).collect::<Vec<_>>()
        };
        let mut expected: Vec<(u64, Message)> = plan.iter().enumerate().flat_map(sent).collect();
        // Messages of one instant may come in any order.
        seen.sort();
        expected.sort();
        expect_messages(&seen, &expected, CAUSE);
        let last = expected.last().map_or(0, |&(ms, _)| ms);
        expect_eq("the ms at which it ended", &end, &last, CAUSE);
    }
}

/// A stream does nothing until it is polled.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_received_before_the_first_poll() {
    const CAUSE: &str = "tasks that are started by the call, before the first poll";
    expect_needs_no_runtime(|| merge(vec![holding(0, 3).1, holding(1, 3).1]));
    let (senders, sources) = all_holding(&[5, 5]);
    let merged = merge(sources);
    let_the_runtime_run().await;
    let taken: Vec<usize> = senders.iter().map(|tx| taken(tx, 5)).collect();
    expect_eq("the messages taken from each receiver", &taken, &vec![0, 0], CAUSE);
    expect_no_tasks(CAUSE);
    drop(senders);
    let (seen, _) = read_all(merged, 10).await;
    expect_eq("the number of messages", &seen.len(), &10, CAUSE);
}

/// Dropped before its first poll, after a message, or while it waits for one.
#[rstest]
#[case::before_its_first_poll(0)]
#[case::behind_a_message(1)]
#[case::while_it_waits(2)]
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_closes_the_receivers(#[case] polls: usize) {
    const CAUSE: &str =
        "tasks held by plain JoinHandles: dropping a handle detaches its task, and it holds its receiver";
    let (senders, sources) = all_holding(&[1, 0, 0]);
    let mut merged = spawn(merge(sources));
    for _ in 0..polls {
        let _ = merged.poll_next();
        let_the_runtime_run().await;
    }
    drop(merged);
    let_the_runtime_run().await;
    let open: Vec<usize> = (0..3).filter(|&nr| !senders[nr].is_closed()).collect();
    expect_eq("the receivers that are still open", &open, &vec![], CAUSE);
    expect_no_tasks(CAUSE);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let mut merged = merge(vec![holding(0, 3).1, holding(1, 3).1]);
    while merged.next().await.is_some() {}
    let_the_runtime_run().await;
    expect_no_tasks(GOES_ON);
}

/// Messages of one type, since the answer is compiled once: they can be sent, and nothing else.
type Merge = fn(Vec<Receiver<Erased<0>>>) -> BoxStream<'static, Erased<0>>;

pub static ANSWER: Answer<Merge> = Answer::new();

const END_OF_ONE: &str =
    "the end of one receiver taken for the end of all: the stream ends with the last of them";
const GOES_ON: &str =
    "a task that the stream keeps alive after its end: it goes on as long as the stream is held";

/// What is in the messages, as they come.
fn merge(sources: Vec<Receiver<Erased<0>>>) -> BoxStream<'static, Message> {
    ANSWER.get()(sources).map(Erased::open).boxed()
}

/// What is in a message: its sender, and its number there.
type Message = (usize, usize);

/// The message to send.
fn message(sender: usize, number: usize) -> Erased<0> {
    Erased::new::<Message>((sender, number))
}

/// A task sends a message at each of these ms, through a channel with room for one, and lets go
/// of its sender with the last. Its lane shows when each message had room.
fn sending_at_ms(sender: usize, times: Vec<u64>) -> Receiver<Erased<0>> {
    let (tx, rx) = mpsc::channel(1);
    let lane = Lane::new(format!("sender {sender}"));
    lane.called();
    tokio::spawn(async move {
        lane.started();
        let start = Instant::now();
        for (number, &ms) in times.iter().enumerate() {
            sleep_until(start + Duration::from_millis(ms)).await;
            if tx.send(message(sender, number)).await.is_ok() {
                lane.mark();
            }
        }
        lane.ended(End::Finished);
    });
    rx
}

/// A channel that holds this many messages from the start, and has room for eight more.
fn holding(sender: usize, messages: usize) -> (Sender<Erased<0>>, Receiver<Erased<0>>) {
    let (tx, rx) = mpsc::channel(messages + 8);
    for number in 0..messages {
        assert!(tx.try_send(message(sender, number)).is_ok(), "the channel has room");
    }
    (tx, rx)
}

/// How many of the messages sent have left the channel.
fn taken(tx: &Sender<Erased<0>>, sent: usize) -> usize {
    sent - (tx.max_capacity() - tx.capacity())
}

/// Channels that hold this many messages each.
fn all_holding(messages: &[usize]) -> (Vec<Sender<Erased<0>>>, Vec<Receiver<Erased<0>>>) {
    messages.iter().enumerate().map(|(sender, &messages)| holding(sender, messages)).unzip()
}

/// Reads this many messages and the end, always waiting. The last time is that of the end, in virtual ms.
async fn read_all(mut merged: BoxStream<'static, Message>, messages: usize) -> (Vec<(u64, Message)>, u64) {
    let reader = Lane::new("reader");
    let start = Instant::now();
    let now = || start.elapsed().as_millis() as u64;
    let mut seen = Vec::new();
    on_deadlock("a receiver that was not polled before Pending was returned: its message wakes nothing");
    loop {
        if seen.len() == messages {
            on_deadlock(
                "an end that is never noticed: a sender of its own is alive, or a closed receiver is waited for",
            );
        }
        let Some(message) = merged.next().await else { break };
        reader.mark();
        seen.push((now(), message));
    }
    (seen, now())
}

/// The first message that is another one, or comes at another time.
fn expect_messages(seen: &[(u64, Message)], expected: &[(u64, Message)], cause: &str) {
    let nth = (0..seen.len().max(expected.len())).find(|&nth| seen.get(nth) != expected.get(nth));
    expect(nth.is_none(), || {
        let shown = |message: Option<&(u64, Message)>| match message {
            Some((at, (sender, number))) => format!("message {number} of sender {sender}, at {at} ms"),
            None => "the end".to_owned(),
        };
        let nth = nth.unwrap_or_default();
        let (seen, expected) = (shown(seen.get(nth)), shown(expected.get(nth)));
        Failure::new(format!("as number {nth} came {seen}")).expected(expected).seen(seen).cause(cause)
    });
}

/// The reader's task has been woken.
fn expect_woken<T>(merged: &Spawn<T>, by: &str, cause: &str) {
    expect(merged.is_woken(), || {
        Failure::new(format!("the reader was not woken: {by}"))
            .expected("the task that polled last is woken, and polls again")
            .seen("it sleeps on, for ever")
            .cause(cause)
    });
}

/// Polls by hand until there is an answer, or no wake-up asks for another poll.
async fn poll_while_woken(merged: &mut Spawn<BoxStream<'static, Message>>) -> Poll<Option<Message>> {
    loop {
        let polled = merged.poll_next();
        let_the_runtime_run().await;
        if polled.is_ready() || !merged.is_woken() {
            return polled;
        }
    }
}

/// Each sender's messages are all there, in the order in which it sent them.
fn expect_all_in_order(seen: &[Message], sent: &[usize], cause: &str) {
    for (sender, &sent) in sent.iter().enumerate() {
        let of_sender = seen.iter().filter(|message| message.0 == sender);
        let numbers: Vec<usize> = of_sender.map(|message| message.1).collect();
        expect(numbers.iter().copied().eq(0..sent), || {
            Failure::new(format!("the messages of receiver {sender} came otherwise than they were sent"))
                .expected(format!("{sent} messages, in the order in which they were sent"))
                .seen(format!("{numbers:?}"))
                .cause(cause)
        });
    }
}
