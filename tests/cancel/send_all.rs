//! `send_all`: a message that waits for room is never lost.

use std::ops::Range;
use std::time::Duration;

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};
use tokio_katas::Delivery;
use tokio_katas::probe::prelude::*;
use tokio_test::assert_pending;
use tokio_test::task::spawn;

#[claim]
#[tokio::test(start_paused = true)]
async fn with_room_for_all_everything_is_sent_at_once_in_order() {
    let (tx, rx) = mpsc::channel(8);
    let sent = deliver(&tx, letters(0..5), 10).await;
    sent.took_no_time("a sleep although there was room");
    let queued = queued(rx);
    let cause = match queued.is_empty() {
        true => "a send without its .await: it sends nothing",
        false => "pop() or swap_remove(): they take from the end",
    };
    expect_letters("the channel", &queued, 0..5, cause);
    expect_letters("unsent", &sent.value.unsent, 0..0, "a message that was sent and also handed back");
    expect_stalls(&sent.value, 0, "a stall counted although there was room");
}

/// With nothing left to send there is nothing to wait for, neither at the start nor after the last message.
#[rstest]
#[case::nothing_to_send(0..0)]
#[case::just_as_many_as_places(0..1)]
#[claim]
#[tokio::test(start_paused = true)]
async fn it_waits_for_room_only_with_a_message_in_hand(#[case] numbers: Range<u64>) {
    let (tx, _rx) = mpsc::channel(1);
    if numbers.is_empty() {
        tx.try_send(Letter(9)).expect("there is room");
    }
    let sent = drop_after_ms(35, deliver(&tx, letters(numbers), 10)).await;
    let in_time = sent.is_some_and(|sent| sent.ms == 0 && sent.value.stalls == 0);
    expect(in_time, || {
        Failure::new("it waited for room with no message left to send")
            .expected("it ends once nothing is left to send, without a stall")
            .seen("it waited, and the channel was full")
            .cause(
                "reserving the room first and looking for a message afterwards: with none left, no room \
                 is needed",
            )
    });
}

/// Room for one, a letter taken every 25 ms, patience 10 ms: letters 1, 2 and 3 have to wait, twice their patience each.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_stalled_message_is_neither_lost_nor_sent_twice() {
    let (tx, rx) = mpsc::channel(1);
    let inbox = receiver(rx, &[25, 50, 75], None);
    let sent = deliver(&tx, letters(0..4), 10).await;
    let cause = match sent.value.unsent.len() {
        4 => {
            "asking for more room than the channel has: reserve_many then fails for ever; reserve room for \
             one message"
        }
        _ => "giving a message up after a stall: it keeps waiting",
    };
    expect_letters("unsent", &sent.value.unsent, 0..0, cause);
    expect_received(&received(inbox).await, 0..4);
    sent.took_ms(75, ASLEEP);
}

/// The channel is full from the start, and has room after so many ms; patience is 10 ms.
#[rstest]
#[case::in_time(9, 0)]
#[case::just_late(11, 1)]
#[case::before_the_second(19, 1)]
#[case::three_and_a_half_times(35, 3)]
#[case::long(95, 9)]
#[claim]
#[tokio::test(start_paused = true)]
async fn each_patience_without_room_is_one_more_stall(#[case] room_ms: u64, #[case] stalls: usize) {
    let (tx, rx) = mpsc::channel(1);
    tx.try_send(Letter(0)).expect("there is room");
    let _inbox = receiver(rx, &[room_ms], None);
    let sent = deliver(&tx, letters(1..2), 10).await;
    let cause = match sent.value.stalls {
        0 => "the wait of the first message not counted: the channel may be full from the start",
        1 => "one stall per message: it counts as one more each time its patience runs out",
        _ => "a patience that grows after each stall, or a clock that is not started again",
    };
    expect_stalls(&sent.value, stalls, cause);
    sent.took_ms(room_ms, ASLEEP);
}

/// Patience is 10 ms. Four waits of 7 ms are no stall; one of 25 ms is two, and the wait of 7 ms after it
/// none.
#[rstest]
#[case::many_short_waits(&[7, 14, 21, 28], 0)]
#[case::a_long_wait_then_a_short_one(&[25, 32], 2)]
#[claim]
#[tokio::test(start_paused = true)]
async fn patience_begins_anew_with_each_message(#[case] takes_ms: &[u64], #[case] stalls: usize) {
    let (tx, rx) = mpsc::channel(1);
    let _inbox = receiver(rx, takes_ms, None);
    let sent = deliver(&tx, letters(0..takes_ms.len() as u64 + 1), 10).await;
    let cause = match sent.value.stalls {
        seen if seen < stalls => "stalls not counted",
        seen if seen > stalls + 2 => SIDE_BY_SIDE,
        _ => ONE_CLOCK,
    };
    expect_stalls(&sent.value, stalls, cause);
    sent.took_ms(takes_ms[takes_ms.len() - 1], ASLEEP);
}

/// Two places, five letters: 0 and 1 are sent, 2 waits when the receiver goes, and so do 3 and 4.
#[rstest]
#[case::dropped_after_two_stalls(Goes::Dropped, 25, 2)]
#[case::closed_after_two_stalls(Goes::Closed, 25, 2)]
#[case::dropped_before_a_stall(Goes::Dropped, 4, 0)]
#[case::closed_before_a_stall(Goes::Closed, 4, 0)]
#[claim]
#[tokio::test(start_paused = true)]
async fn when_the_receiver_goes_it_stops_at_once_with_all_that_is_unsent(
    #[case] goes: Goes,
    #[case] at_ms: u64,
    #[case] stalls: usize,
) {
    let (tx, rx) = mpsc::channel(2);
    let inbox = receiver(rx, &[], Some((at_ms, goes)));
    let sent = deliver(&tx, letters(0..5), 10).await;
    expect_letters("unsent", &sent.value.unsent, 2..5, wrong_unsent(&sent.value.unsent));
    sent.took_ms(at_ms, ASLEEP);
    expect_stalls(&sent.value, stalls, "the stalls of the message that was never sent not counted");
    if matches!(goes, Goes::Closed) {
        expect_letters("the closed channel", &received(inbox).await, 0..2, LOST);
    }
}

/// There is room for all three, but the receiver is gone.
#[rstest]
#[case::dropped(Goes::Dropped)]
#[case::closed(Goes::Closed)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_receiver_gone_beforehand_gets_nothing(#[case] goes: Goes) {
    let (tx, mut rx) = mpsc::channel(4);
    let left = match goes {
        Goes::Dropped => {
            drop(rx);
            None
        }
        Goes::Closed => {
            rx.close();
            Some(rx)
        }
    };
    let sent = deliver(&tx, letters(0..3), 10).await;
    expect_letters("unsent", &sent.value.unsent, 0..3, wrong_unsent(&sent.value.unsent));
    sent.took_no_time("waiting for a receiver that is gone: a closed channel never has room again");
    expect_stalls(&sent.value, 0, "a stall counted although the channel is closed");
    let left = left.map(queued).unwrap_or_default();
    expect_letters("the closed channel", &left, 0..0, "sending into a channel that is closed");
}

/// Two places, letters taken at 5 and 15 ms, patience 10 ms: so many letters are in when it is dropped.
#[rstest]
#[case::before_room(3, 2)]
#[case::between(12, 3)]
#[case::in_the_middle_of_a_stall(22, 4)]
#[case::after_stalls(58, 4)]
#[claim]
#[tokio::test(start_paused = true)]
async fn dropped_half_way_the_receiver_gets_a_prefix(#[case] drop_ms: u64, #[case] sent: u64) {
    let (tx, rx) = mpsc::channel(2);
    let inbox = receiver(rx, &[5, 15], None);
    let given = drop_after_ms(drop_ms, deliver(&tx, letters(0..9), 10)).await;
    expect(given.is_none(), || {
        Failure::new(format!("it ended before {drop_ms} ms, with letters still to be sent")).cause(LOST)
    });
    sleep_ms(20).await;
    drop(tx);
    expect_letters(
        "what was received",
        &received(inbox).await,
        0..sent,
        "messages sent at the same time, or a stalled one put back: one overtakes another",
    );
}

/// Two places, five letters: both places are free again when it is dropped, and it was not polled in between.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropped_with_room_at_hand_it_sends_no_later_message() {
    let (tx, mut rx) = mpsc::channel(2);
    let mut call = spawn(send_all(&tx, letters(0..5), Duration::from_millis(10)));
    assert_pending!(call.poll());
    let mut taken = vec![rx.try_recv(), rx.try_recv()];
    drop(call);
    let_the_runtime_run().await;
    taken.extend(queued(rx).into_iter().map(Ok));
    let taken: Vec<Letter> = taken.into_iter().flatten().collect();
    let sent = taken.len().max(2) as u64;
    expect_letters(
        "what was received",
        &taken,
        0..sent,
        "a guard that sends what is left when it is dropped",
    );
}

/// A thousand letters into as many places, and as many through one place to a task that reads all the time.
#[rstest]
#[case::room_for_all(1000)]
#[case::room_for_one(1)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_thousand_messages_take_no_time_if_someone_reads(#[case] capacity: usize) {
    let (tx, mut rx) = mpsc::channel(capacity);
    let reader = tokio::spawn(async move {
        let mut taken = Vec::new();
        while let Some(letter) = rx.recv().await {
            taken.push(letter);
        }
        taken
    });
    let sent = deliver(&tx, letters(0..1000), 10).await;
    expect_letters("unsent", &sent.value.unsent, 0..0, "asking for more room than the channel has");
    sent.took_no_time("a pause between messages");
    expect_stalls(&sent.value, 0, SIDE_BY_SIDE);
    drop(tx);
    let taken = reader.await.expect("the reader ends once no sender is left");
    expect_received(&taken, 0..1000);
}

/// Room at 15 ms, patience 10 ms; then once more, dropped at 15 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    const TASK: &str =
        "a task that counts the time, aborted or forgotten and not awaited: a timer needs no task of its own";
    let (tx, mut rx) = mpsc::channel(1);
    let make_room = async {
        sleep_ms(15).await;
        rx.try_recv()
    };
    let (_sent, _taken) = tokio::join!(deliver(&tx, letters(0..2), 10), make_room);
    expect_no_tasks(TASK);
    drop_after_ms(15, deliver(&tx, letters(0..2), 10)).await;
    let_the_runtime_run().await;
    expect_no_tasks(TASK);
}

/// Called at 0 ms and first polled at 15 ms, when the channel is full: its patience of 10 ms begins then, and there is
/// room 5 ms later.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let (tx, rx) = mpsc::channel(1);
    expect_needs_no_runtime(|| send_all(&tx, letters(1..2), Duration::from_millis(10)));
    let call = send_all(&tx, letters(1..2), Duration::from_millis(10));
    sleep_ms(15).await;
    expect(tx.capacity() == 1, || {
        Failure::new("a message was sent before the first poll")
            .expected("a future does nothing until it is polled")
            .seen("a place of the channel was taken by the call")
            .cause("try_send or try_reserve in the call itself, outside the async block")
    });
    tx.try_send(Letter(0)).expect("there is room");
    let inbox = receiver(rx, &[5], None);
    let sent = timed(call).await;
    const CLOCK: &str = "a clock that was started by the call itself, before the first poll";
    sent.took_at_least_ms(5, CLOCK);
    expect_stalls(&sent.value, 0, CLOCK);
    expect_received(&received(inbox).await, 0..2);
}

/// Channels of 1 to 4 places, some of them taken beforehand, and receivers that take letters at random times, then go;
/// patience 10 ms, and no wait that lasts exactly a multiple of it.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_receiver_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..20 {
        new_scene();
        let capacity = rng.pick(1..5);
        let first = rng.pick(0..capacity + 1);
        let total = first + rng.pick(0..12);
        let mut times_ms = vec![0];
        for _ in 0..rng.pick(1..9) {
            let wait_ms = 10 * rng.pick(0..4) + rng.pick(1..10);
            times_ms.push(times_ms[times_ms.len() - 1] + wait_ms);
        }
        let goes_ms = times_ms[times_ms.len() - 1];
        let takes_ms = &times_ms[1..times_ms.len() - 1];

        // The model: letter n goes in once n - capacity letters and one more are taken.
        let places = capacity + takes_ms.len() as u64;
        let waits = total.saturating_sub(capacity).min(takes_ms.len() as u64 + 1) as usize;
        let stalls = times_ms.windows(2).take(waits).map(|pair| (pair[1] - pair[0]) / 10).sum::<u64>();

        let (tx, rx) = mpsc::channel(capacity as usize);
        letters(0..first).into_iter().for_each(|letter| tx.try_send(letter).expect("there is room"));
        let inbox = receiver(rx, takes_ms, Some((goes_ms, Goes::Closed)));
        let sent = deliver(&tx, letters(first..total), 10).await;
        let unsent = &sent.value.unsent;
        expect_letters("unsent", unsent, places.min(total)..total, wrong_unsent(unsent));
        sent.took_ms(times_ms[waits], ASLEEP);
        let cause = if sent.value.stalls < stalls as usize { "stalls not counted" } else { ONE_CLOCK };
        expect_stalls(&sent.value, stalls as usize, cause);
        expect_received(&received(inbox).await, 0..places.min(total));
    }
}

/// Messages of one type, since the answer is compiled once.
type SendAll<T> = for<'a> fn(&'a Sender<T>, Vec<T>, Duration) -> LocalBoxFuture<'a, Delivery<T>>;

pub static ANSWER: Answer<SendAll<Letter>> = Answer::new();

/// The claims move letters to another task, so these are `Send`. Here rustc sees that messages need not be.
/// Nothing calls it.
pub static LOCAL: Answer<SendAllLocal> = Answer::new();

type SendAllLocal = for<'a, 't> fn(
    &'a Sender<Local<'t>>,
    Vec<Local<'t>>,
    Duration,
) -> LocalBoxFuture<'a, Delivery<Local<'t>>>;
type Local<'t> = LocalErased<'t, 0>;

fn send_all(
    tx: &Sender<Letter>,
    messages: Vec<Letter>,
    patience: Duration,
) -> LocalBoxFuture<'_, Delivery<Letter>> {
    ANSWER.get()(tx, messages, patience)
}

const LOST: &str = "timeout(patience, tx.send(message)): the time-out drops the send, and the message in it; \
                    wait for room with tx.reserve(), which holds no message";
const ONE_CLOCK: &str = "one clock for all messages together: each message begins to wait with the whole \
     patience, and begins again after each stall";
const SIDE_BY_SIDE: &str = "all messages at the same time, each with its own patience: only the first of \
     them waits for room, the others for their turn";
const ASLEEP: &str = "asking with try_send and sleeping in between: room, or the end, shows only after the \
                      sleep; tx.reserve() is ready at that instant";

/// What usually lies behind these, where other messages should have been handed back.
fn wrong_unsent(seen: &[Letter]) -> &'static str {
    if seen.is_empty() {
        "the error of send ignored: it hands the message back"
    } else if seen.is_sorted_by_key(|letter| letter.0) {
        "handing back only what was not tried yet: the message in hand was not sent either, and is the \
         first of them"
    } else {
        "the message in hand put behind the others: it is the first of them"
    }
}

/// A message. It cannot be cloned: each is in one place.
#[derive(Debug)]
pub struct Letter(u64);

fn letters(numbers: Range<u64>) -> Vec<Letter> {
    numbers.map(Letter).collect()
}

/// Calls `send_all`, and gives it up after a second: no scene lasts that long.
async fn deliver(tx: &Sender<Letter>, letters: Vec<Letter>, patience_ms: u64) -> Timed<Delivery<Letter>> {
    let lane = Lane::new("send_all");
    lane.started();
    let call = send_all(tx, letters, Duration::from_millis(patience_ms));
    let delivery = drop_after_ms(1000, timed(call)).await.unwrap_or_else(|| {
        Failure::new("it never ended: after a second it was still waiting")
            .expected("it ends once nothing is left to send, or the receiver is gone")
            .seen("it waits, and nothing will change any more")
            .cause(
                "a handler of select! that waits for room, while the future of the other branch is first in \
                 line and is no longer polled; or waiting for a receiver that is gone",
            )
            .raise()
    });
    lane.ended(End::Finished);
    delivery
}

#[derive(Clone, Copy)]
enum Goes {
    Dropped,
    Closed,
}

/// The other end, in a task of its own: it takes a letter at each of these ms, then goes or stays.
fn receiver(mut rx: Receiver<Letter>, takes_ms: &[u64], goes: Option<(u64, Goes)>) -> JoinHandle<Inbox> {
    let (lane, start, takes_ms) = (Lane::new("receiver"), Instant::now(), takes_ms.to_vec());
    let at = move |ms| sleep_until(start + Duration::from_millis(ms));
    tokio::spawn(async move {
        let mut taken = Vec::new();
        for ms in takes_ms {
            at(ms).await;
            taken.extend(rx.try_recv());
            lane.mark();
        }
        let Some((ms, goes)) = goes else { return Inbox { taken, rx: Some(rx) } };
        at(ms).await;
        lane.mark();
        match goes {
            Goes::Dropped => Inbox { taken, rx: None },
            Goes::Closed => {
                lane.note("closes at its last mark");
                rx.close();
                Inbox { taken, rx: Some(rx) }
            }
        }
    })
}

struct Inbox {
    taken: Vec<Letter>,
    rx: Option<Receiver<Letter>>,
}

/// All letters that reached the receiver: taken, or still in the channel.
async fn received(inbox: JoinHandle<Inbox>) -> Vec<Letter> {
    let Inbox { mut taken, rx } = inbox.await.expect("the receiver's task ends");
    taken.extend(rx.into_iter().flat_map(queued));
    taken
}

fn queued(mut rx: Receiver<Letter>) -> Vec<Letter> {
    std::iter::from_fn(|| rx.try_recv().ok()).collect()
}

/// `place` holds exactly these letters, in order.
fn expect_letters(place: &str, seen: &[Letter], expected: Range<u64>, cause: &str) {
    let seen: Vec<u64> = seen.iter().map(|letter| letter.0).collect();
    let expected: Vec<u64> = expected.collect();
    let times = |letter: &&u64| seen.iter().filter(|seen| seen == letter).count();
    expect(seen == expected, || {
        let headline = if let Some(letter) = expected.iter().find(|letter| times(letter) == 0) {
            format!("letter {letter} is missing in {place}")
        } else if let Some(letter) = seen.iter().find(|letter| !expected.contains(letter)) {
            format!("letter {letter} should not be in {place}")
        } else if let Some(letter) = expected.iter().find(|letter| times(letter) > 1) {
            format!("letter {letter} is {} times in {place}", times(&letter))
        } else {
            format!("out of order in {place}")
        };
        Failure::new(headline).expected(format!("{expected:?}")).seen(format!("{seen:?}")).cause(cause)
    });
}

/// Letters that are missing were lost; those in another order overtook each other.
fn expect_received(seen: &[Letter], expected: Range<u64>) {
    let complete = expected.clone().all(|number| seen.iter().any(|letter| letter.0 == number));
    let overtaken = "a stalled message put back behind the others: they overtake it";
    expect_letters("what was received", seen, expected, if complete { overtaken } else { LOST });
}

fn expect_stalls(delivery: &Delivery<Letter>, expected: usize, cause: &str) {
    let stalls = delivery.stalls;
    expect(stalls == expected, || {
        let word = if stalls > expected { "too many" } else { "too few" };
        Failure::new(format!("{word} stalls counted: {stalls}, not {expected}"))
            .expected(format!("stalls: {expected}"))
            .seen(format!("stalls: {stalls}"))
            .cause(cause)
    });
}
