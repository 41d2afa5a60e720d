//! `follow`: a receiver that lags is told how far, and goes on.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::broadcast::{self, Receiver, Sender};
use tokio_katas::Seen::{self, Message, Missed};
use tokio_katas::probe::not_spinning;
use tokio_katas::probe::prelude::*;

/// The channel keeps 4 messages. Six are sent before the first poll, one at 50 ms; the sender goes at 100 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_says_what_was_missed_and_goes_on() {
    play(4, 0, &[0, 0, 0, 0, 0, 0, 50], 100).await;
}

/// The channel keeps 2 messages, and each handle takes 10 ms. Messages 0 and 1 are lost at the start; while that is
/// being handled, message 4 overwrites 2.
#[claim]
#[tokio::test(start_paused = true)]
async fn what_is_lost_meanwhile_is_a_second_missed() {
    play(2, 10, &[0, 0, 0, 0, 5], 100).await;
}

/// The channel keeps 2 messages. While message 0 is being handled, from 0 to 20 ms, 1, 2 and 3 come: 1 is lost.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_read_ahead() {
    play(2, 20, &[0, 5, 6, 7], 200).await;
}

/// Five messages, each of which takes 10 ms, and room for them all.
#[claim]
#[tokio::test(start_paused = true)]
async fn messages_are_handled_one_at_a_time_in_order() {
    play(8, 10, &[0, 0, 0, 3, 12], 100).await;
}

/// Long waits in between.
#[claim]
#[tokio::test(start_paused = true)]
async fn an_empty_channel_is_not_a_closed_one() {
    play(4, 0, &[7, 90_000, 90_001], 100_000).await;
}

/// Messages of 10 ms each. Then the sender goes. Twenty times, since a message and the end may be there in one poll,
/// and a choice between them may fall to chance.
#[rstest]
#[case::nothing_ever_came(&[], 25)]
#[case::at_once(&[], 0)]
#[case::while_it_waits(&[0], 25)]
#[case::in_the_middle_of_a_handle(&[0], 5)]
#[case::with_messages_still_there(&[0, 1, 2], 5)]
#[case::with_messages_lost(&[0, 1, 2, 3, 4, 5, 6], 8)]
#[claim]
#[tokio::test(start_paused = true)]
async fn it_ends_when_the_channel_is_closed_and_all_it_held_is_handled(
    #[case] sends_ms: &[u64],
    #[case] gone_ms: u64,
) {
    for _ in 0..20 {
        new_scene();
        play(4, 10, sends_ms, gone_ms).await;
    }
}

/// Sent to and closed before the first poll.
#[rstest]
#[case::all_are_there(4, &[Message(0), Message(1), Message(2)])]
#[case::one_was_lost(2, &[Missed(1), Message(1), Message(2)])]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_channel_closed_beforehand_still_gives_what_it_holds(
    #[case] capacity: usize,
    #[case] expected: &[Seen<u64>],
) {
    on_deadlock(WAITS_ON);
    let handled = Handled::lasting_ms(0);
    let (sender, events) = broadcast::channel(capacity);
    send(&sender, 0..3);
    drop(sender);
    let call = not_spinning(follow(events, handled.handle()), SPINS);
    let (call, ()) = beside(call, async {}).await;
    handled.expect(&expected.iter().cloned().map(|seen| (seen, 0)).collect::<Vec<_>>(), 0, 0);
    call.took_no_time(WAITS_ON);
}

/// One sender goes at 5 ms, another sends at 10 ms and goes at 20 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_goes_on_while_a_sender_is_left() {
    let handled = Handled::lasting_ms(0);
    let (sender, events) = broadcast::channel(4);
    let other = sender.clone();
    let (call, ()) = beside(follow(events, handled.handle()), async {
        sleep_ms(5).await;
        drop(sender);
        sleep_ms(5).await;
        send(&other, 0..1);
        sleep_ms(10).await;
        drop(other);
    })
    .await;
    handled.expect(&[(Message(0), 10)], call.ms, 20);
    call.took_ms(20, WAITS_ON);
}

/// A thousand at once; the channel has room for all, or for 4.
#[rstest]
#[case::room_for_all(1024)]
#[case::room_for_4(4)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_thousand_messages_are_counted_exactly(#[case] capacity: usize) {
    play(capacity, 0, &[0; 1000], 10).await;
}

/// Polled once elsewhere, at 0 ms, and awaited here from then on: message 1 comes at 10 ms.
#[rstest]
#[case::in_a_handle(20, 20)]
#[case::between_two(0, 10)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_call_that_changes_tasks_is_woken_in_the_new_one(#[case] lasts_ms: u64, #[case] at_ms: u64) {
    const CAUSE: &str = "a receive, or a handle, polled once and then only looked at: each poll brings its own waker, \
         and what is still waited for must get the latest";
    on_deadlock(CAUSE);
    let handled = Handled::lasting_ms(lasts_ms);
    let (sender, events) = broadcast::channel(4);
    send(&sender, 0..1);
    let mut call = pin!(follow(events, handled.handle()));
    expect(call.as_mut().now_or_never().is_none(), || {
        Failure::new("it was ready at its first poll").cause(EMPTY)
    });
    let (call, ()) = beside(call, async {
        sleep_ms(10).await;
        send(&sender, 1..2);
        sleep_ms(50).await;
        drop(sender);
    })
    .await;
    handled.expect(&[(Message(0), 0), (Message(1), at_ms)], call.ms, 60);
    call.took_ms(60, CAUSE);
}

/// Dropped at 15 ms, while message 0 is being handled.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropped_half_way_the_handle_stops_and_the_receiver_is_gone() {
    const CAUSE: &str = "a task of its own, or something leaked, which is not dropped with the future";
    let handled = Handled::lasting_ms(20);
    let (sender, events) = broadcast::channel(4);
    send(&sender, 0..2);
    drop_after_ms(15, follow(events, handled.handle())).await;
    let_the_runtime_run().await;
    expect_eq("how the handle ended", &handled.end(0), &Some((15, End::Dropped)), CAUSE);
    expect_eq("the number of receivers left", &sender.receiver_count(), &0, CAUSE);
    expect_no_tasks(CAUSE);
}

/// `handle` changes a local of the caller and borrows another, and its futures are not `Send`.
#[claim]
#[tokio::test(start_paused = true)]
async fn handle_may_borrow_and_need_not_be_send() {
    let (log, mut calls) = (RefCell::new(Vec::new()), 0);
    let (sender, events) = broadcast::channel(2);
    send(&sender, 0..3);
    drop(sender);
    let handle = |seen: Seen<u64>| {
        calls += 1;
        let (log, word) = (&log, Rc::new(format!("{seen:?}")));
        async move {
            sleep_ms(5).await;
            log.borrow_mut().push(word.to_string());
        }
    };
    let (call, ()) = beside(follow(events, handle), async {}).await;
    expect_eq("the number of calls", &calls, &3, LAGGED_IS_THE_END);
    let expected: Vec<String> = ["Missed(1)", "Message(1)", "Message(2)"].map(str::to_owned).into();
    expect_eq("what was handled", &log.into_inner(), &expected, LAGGED_IS_THE_END);
    call.took_ms(15, WAITS_ON);
}

/// Messages are sent before the call, and between the call and the first poll. They all came after the subscription.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| follow(broadcast::channel(2).1, |_| async {}));
    let handled = Handled::lasting_ms(0);
    let (sender, events) = broadcast::channel(2);
    send(&sender, 0..1);
    let call = follow(events, handled.handle());
    sleep_ms(5).await;
    expect_eq("what was handled before the first poll", &handled.count(), &0, "work in the call itself");
    send(&sender, 1..3);
    drop(sender);
    let (call, ()) = beside(call, async {}).await;
    const CALL: &str =
        "a message read by the call itself: the first poll comes later, and 0 is overwritten by then";
    expect_eq("the first that was handled", &handled.seen(0), &Some(Missed(1)), CALL);
    handled.expect(&[(Missed(1), 5), (Message(1), 5), (Message(2), 5)], call.ms, 0);
}

/// Random messages and handles, none sent in the instant in which a handle ends.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_sender_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..60 {
        new_scene();
        let capacity = 1 << rng.pick(1..5);
        let lasts_ms = rng.pick(0..30);
        let (mut at_ms, mut sends_ms) = (0, vec![]);
        for _ in 0..rng.pick(0..40) {
            at_ms += rng.pick(0..25) * rng.pick(0..2);
            sends_ms.push(at_ms);
        }
        let gone_ms = at_ms + rng.pick(1..40);
        if !Model::of(capacity, lasts_ms, &sends_ms, gone_ms).is_open {
            play(capacity, lasts_ms, &sends_ms, gone_ms).await;
        }
    }
}

/// Messages of one type, since the answer is compiled once.
type Follow = for<'a> fn(Receiver<LocalClone<'a, 0>>, Handle<'a>) -> LocalBoxFuture<'a, ()>;

type Handle<'a> = Box<dyn FnMut(Seen<LocalClone<'a, 0>>) -> LocalErasedFuture<'a, ()> + 'a>;

pub static ANSWER: Answer<Follow> = Answer::new();

/// Messages are numbers.
fn follow<'a, F, Fut>(events: Receiver<LocalClone<'a, 0>>, mut handle: F) -> LocalBoxFuture<'a, ()>
where
    F: FnMut(Seen<u64>) -> Fut + 'a,
    Fut: Future<Output = ()> + 'a,
{
    let handle: Handle = Box::new(move |seen| {
        let seen = match seen {
            Message(message) => Message(message.open()),
            Missed(count) => Missed(count),
        };
        LocalErasedFuture::new(handle(seen), |()| ())
    });
    ANSWER.get()(events, handle)
}

const LAGGED_IS_THE_END: &str = "`Lagged` taken for the end, as `while let Ok(…) = events.recv().await` does: \
     it says how many messages were overwritten, and the receiver goes on with the oldest that is left";
const SILENT: &str = "`Lagged` skipped in silence: `Missed` with its number takes the place of what was lost";
const RESUBSCRIBED: &str = "resubscribe() after `Lagged`, or anew at the start: it begins behind all that the \
     channel holds; the receiver has moved on to the oldest message that is left by itself";
const COUNT: &str = "another number than that in `Lagged`: it is exact";
const READ_AHEAD: &str = "a message read before the one in hand was handled, and kept: a queue of its own, if \
     only for one, hides what the channel loses";
const NOT_AWAITED: &str = "a handle that is called and never awaited: a Missed is handled like a message";
const CUT_SHORT: &str = "a handle dropped half-way by the next message, or by the end: each runs to its end";
const OVERLAP: &str = "two handled at the same time: one ends before the next is read";
const EMPTY: &str = "an empty channel taken for a closed one: `try_recv` says Empty, and a message may come \
     later; `recv` waits for it";
const HELD: &str = "the end taken from is_closed or from the senders: a closed channel still gives what it holds, and \
     then `recv` says Closed";
const LATE: &str =
    "asking every so often whether there is a message: `recv` is ready in the instant of the send";
const WAITS_ON: &str = "a wait, or a look only every so often, although the channel is closed and empty: \
     `recv` says Closed then, which is the end";
const SPINS: &str = "`Closed` handled like `Lagged`: it comes at once, each time, and is the end";

type Entry = (Seen<u64>, Lane);

/// What was handled, in order.
#[derive(Clone)]
struct Handled {
    lasts_ms: u64,
    log: Rc<RefCell<Vec<Entry>>>,
    under_way: Rc<Cell<usize>>,
    overlap: Rc<Cell<bool>>,
}

impl Handled {
    fn lasting_ms(lasts_ms: u64) -> Handled {
        Handled { lasts_ms, log: Rc::default(), under_way: Rc::default(), overlap: Rc::default() }
    }

    fn handle(&self) -> impl FnMut(Seen<u64>) -> LocalBoxFuture<'static, ()> + use<> {
        let handled = self.clone();
        move |seen| {
            expect(handled.count() < 5000, || {
                Failure::new("it handled something again and again")
                    .expected("each message once")
                    .seen(format!("{} handled, the last {seen:?}", handled.count()))
                    .cause(SPINS)
            });
            let lane = Lane::new(match &seen {
                Message(number) => format!("message {number}"),
                Missed(count) => format!("missed {count}"),
            });
            lane.called();
            handled.log.borrow_mut().push((seen, lane));
            let under_way = UnderWay { handled: handled.clone(), lane, begun: false };
            let lasts_ms = handled.lasts_ms;
            Box::pin(async move {
                let mut under_way = under_way;
                under_way.begin();
                sleep_ms(lasts_ms).await;
                lane.ended(End::Finished);
            })
        }
    }

    fn count(&self) -> usize {
        self.log.borrow().len()
    }

    fn seen(&self, nth: usize) -> Option<Seen<u64>> {
        self.log.borrow().get(nth).map(|(seen, _)| seen.clone())
    }

    fn end(&self, nth: usize) -> Option<(u64, End)> {
        self.log.borrow().get(nth).and_then(|(_, lane)| lane.row().ended)
    }

    /// These were handled, each from its ms on and to its end. The call ended at `ended_ms`, the channel was closed at
    /// `gone_ms`.
    fn expect(&self, expected: &[(Seen<u64>, u64)], ended_ms: u64, gone_ms: u64) {
        let log = self.log.borrow();
        for (seen, lane) in log.iter() {
            let row = lane.row();
            let (what, cause) = match (row.started_ms, row.ended) {
                (None, _) if matches!(seen, Missed(_)) => ("never polled", NOT_AWAITED),
                (None, _) => ("never polled", CUT_SHORT),
                (_, Some((_, End::Finished))) => continue,
                _ => ("dropped half-way", CUT_SHORT),
            };
            Failure::new(format!("the handle of {seen:?} was {what}"))
                .expected("each handle runs to its end")
                .seen(format!("the handle of {seen:?} did not end by itself"))
                .cause(cause)
                .raise();
        }
        let seen: Vec<(Seen<u64>, u64)> = log
            .iter()
            .map(|(seen, lane)| (seen.clone(), lane.row().started_ms.unwrap_or_default()))
            .collect();
        let wrong = (0..seen.len().max(expected.len())).find(|&nth| seen.get(nth) != expected.get(nth));
        let Some(nth) = wrong else { return };
        let after_missed = nth > 0 && matches!(seen.get(nth - 1), Some((Missed(_), _)));
        let cause = match (seen.get(nth), expected.get(nth)) {
            _ if self.overlap.get() => OVERLAP,
            (None, Some((Missed(_), _))) => LAGGED_IS_THE_END,
            (None, _) if after_missed && ended_ms < gone_ms => LAGGED_IS_THE_END,
            (None, _) if after_missed => RESUBSCRIBED,
            (None, _) if ended_ms < gone_ms => EMPTY,
            (None, _) => HELD,
            (Some((a, at)), Some((b, due))) if a == b => {
                if at > due {
                    LATE
                } else {
                    OVERLAP
                }
            }
            (Some((Message(a), _)), Some((Missed(_), _))) => match expected.get(nth + 1) {
                Some((Message(b), _)) if a == b => SILENT,
                Some((Message(b), _)) if a > b => RESUBSCRIBED,
                Some((Missed(_), _)) | None => SILENT,
                _ => READ_AHEAD,
            },
            (Some((Missed(_), _)), Some((Missed(_), _))) => COUNT,
            (Some((Message(a), _)), Some((Message(b), _))) if a > b && (after_missed || nth == 0) => {
                RESUBSCRIBED
            }
            (Some((Message(_), _)), _) => READ_AHEAD,
            (Some((Missed(_), _)), _) => COUNT,
        };
        let headline = match (seen.get(nth), expected.get(nth)) {
            (None, Some((due, _))) => format!("{due:?} was never handled"),
            (Some((a, at)), Some((b, due))) if a == b => {
                format!("{a:?} was handled at {at} ms, not at {due} ms")
            }
            (Some((a, at)), Some((b, _))) => format!("{a:?} was handled at {at} ms, not {b:?}"),
            (Some((a, at)), None) => format!("{a:?} was handled at {at} ms, and there was nothing more"),
            (None, None) => unreachable!("one of the lists is longer"),
        };
        let words = |list: &[(Seen<u64>, u64)]| {
            let from = nth.saturating_sub(3);
            let words: Vec<String> =
                list.iter().skip(from).take(8).map(|(seen, at)| format!("{seen:?} at {at} ms")).collect();
            format!("{}{}", if from > 0 { "… " } else { "" }, words.join(", "))
        };
        Failure::new(headline).expected(words(expected)).seen(words(&seen)).cause(cause).raise();
    }
}

/// A handle under way.
struct UnderWay {
    handled: Handled,
    lane: Lane,
    begun: bool,
}

impl UnderWay {
    fn begin(&mut self) {
        self.begun = true;
        self.lane.started();
        let under_way = &self.handled.under_way;
        under_way.set(under_way.get() + 1);
        self.handled.overlap.set(self.handled.overlap.get() || under_way.get() > 1);
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if self.begun {
            self.handled.under_way.set(self.handled.under_way.get() - 1);
            if self.lane.row().ended.is_none() {
                self.lane.ended(End::Dropped);
            }
        }
    }
}

fn send(sender: &Sender<LocalClone<'_, 0>>, numbers: std::ops::Range<u64>) {
    for number in numbers {
        // An error means that no receiver is left: then the claim says what is missing.
        let _ = sender.send(LocalClone::new(number));
    }
}

/// Message n is sent at the nth of these ms, those at 0 ms before the first poll; the sender is gone at `gone_ms`. Each
/// handle takes `lasts_ms`.
async fn play(capacity: usize, lasts_ms: u64, sends_ms: &[u64], gone_ms: u64) {
    on_deadlock(WAITS_ON);
    let Model { expected, ends_ms, .. } = Model::of(capacity, lasts_ms, sends_ms, gone_ms);
    let handled = Handled::lasting_ms(lasts_ms);
    let (sender, events) = broadcast::channel(capacity);
    let beforehand = sends_ms.iter().take_while(|&&ms| ms == 0).count() as u64;
    send(&sender, 0..beforehand);
    let call = not_spinning(follow(events, handled.handle()), SPINS);
    let script = async {
        let mut now_ms = 0;
        for (number, &ms) in (0..).zip(sends_ms).skip(beforehand as usize) {
            sleep_ms(ms - now_ms).await;
            now_ms = ms;
            send(&sender, number..number + 1);
        }
        sleep_ms(gone_ms - now_ms).await;
        drop(sender);
    };
    let (call, ()) = beside(call, script).await;
    handled.expect(&expected, call.ms, gone_ms);
    call.took_ms(ends_ms, Causes::of(WAITS_ON, EMPTY));
}

/// What a right answer does.
struct Model {
    /// What is handled, and when.
    expected: Vec<(Seen<u64>, u64)>,
    ends_ms: u64,
    /// Whether something is sent in the instant in which a handle ends: then it is open what happens.
    is_open: bool,
}

impl Model {
    fn of(capacity: usize, lasts_ms: u64, sends_ms: &[u64], gone_ms: u64) -> Model {
        let (mut expected, mut now_ms, mut next, mut is_open) = (vec![], 0, 0, false);
        loop {
            let sent = sends_ms.iter().filter(|&&ms| ms <= now_ms).count() as u64;
            let oldest = sent.saturating_sub(capacity as u64);
            if next < oldest {
                expected.push((Missed(oldest - next), now_ms));
                next = oldest;
            } else if next < sent {
                expected.push((Message(next), now_ms));
                next += 1;
            } else {
                match sends_ms.get(next as usize) {
                    Some(&ms) => now_ms = ms,
                    None => return Model { expected, ends_ms: now_ms.max(gone_ms), is_open },
                }
                continue;
            }
            now_ms += lasts_ms;
            is_open |= lasts_ms > 0 && sends_ms.contains(&now_ms);
        }
    }
}
