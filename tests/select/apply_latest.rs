//! `apply_latest`: the newest value, and never a stale one.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::watch::{self, Receiver, Sender};
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{PlainThread, not_spinning};

/// Value 0 is there from the start, and whether the receiver has seen it does not matter.
#[rstest]
#[case::not_seen_yet(false)]
#[case::seen_before(true)]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_present_value_is_applied_at_once_and_once(#[case] seen: bool) {
    let applied = Applied::new();
    let (sender, mut settings) = watch::channel(Setting(0, 5));
    match seen {
        true => drop(settings.borrow_and_update()),
        false => settings.mark_changed(),
    }
    let (call, ()) = beside(apply_latest(settings, applied.apply()), async {
        sleep_ms(20).await;
        drop(sender);
    })
    .await;
    applied.expect(&[(0, 0)]);
    call.took_ms(20, WAITS_ON);
}

/// Value 0 is being applied from 0 to 20 ms, value 1 from then to 40 ms. Threads send value 1 at 5 ms and value 2 at
/// 25 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_sender_is_not_held_up() {
    let applied = Applied::new();
    let (sender, settings) = watch::channel(Setting(0, 20));
    let (call, ()) = beside(apply_latest(settings, applied.apply()), async {
        for (wait_ms, setting) in [(5, Setting(1, 20)), (20, Setting(2, 10))] {
            sleep_ms(wait_ms).await;
            let sender = sender.clone();
            let sent = PlainThread::start(move || drop(sender.send(setting))).finish();
            expect(sent.is_ok(), || {
                Failure::new("a sender was blocked while a value was being applied")
                    .expected("`send` waits for nobody")
                    .seen("the sender's thread did not come back")
                    .cause(
                        "a borrow kept across an .await: the guard lives to the end of its statement, as in \
                         apply(settings.borrow_and_update().clone()).await; clone in a statement of its own",
                    )
            });
        }
        drop(sender);
    })
    .await;
    applied.expect(&[(0, 0), (1, 20), (2, 40)]);
    call.took_ms(50, WAITS_ON);
}

/// Value 0 is being applied until 20 ms. Values 1, 2 and 3 come meanwhile, then 4 and 5, and 6 much later.
#[claim]
#[tokio::test(start_paused = true)]
async fn what_came_and_went_meanwhile_is_skipped() {
    play(20, &[(5, 20), (10, 20), (15, 20), (25, 20), (30, 7), (100, 5)], 200).await;
}

/// Nothing is being applied when these come.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_new_value_is_applied_at_once() {
    play(0, &[(5, 3), (13, 0), (14, 8), (50, 1)], 60).await;
}

/// The same value three times: each send counts.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_send_counts_even_if_the_value_is_equal() {
    let applied = Applied::new();
    let (sender, settings) = watch::channel(Setting(7, 3));
    let (call, ()) = beside(apply_latest(settings, applied.apply()), async {
        sleep_ms(10).await;
        sender.send_replace(Setting(7, 3));
        sleep_ms(10).await;
        sender.send_modify(|_| ());
        sleep_ms(10).await;
        drop(sender);
    })
    .await;
    applied.expect(&[(7, 0), (7, 10), (7, 20)]);
    call.took_ms(30, WAITS_ON);
}

/// Two sends in one instant, while nothing is being applied: the second is the newest.
#[claim]
#[tokio::test(start_paused = true)]
async fn of_two_sends_at_once_the_newest_is_applied() {
    let applied = Applied::new();
    let (sender, settings) = watch::channel(Setting(0, 3));
    let (call, ()) = beside(apply_latest(settings, applied.apply()), async {
        sleep_ms(10).await;
        sender.send_replace(Setting(1, 3));
        sender.send_replace(Setting(2, 3));
        sleep_ms(10).await;
        drop(sender);
    })
    .await;
    applied.expect(&[(0, 0), (2, 10)]);
    call.took_ms(20, WAITS_ON);
}

/// Value 0 is being applied until 20 ms, value 1 may come at 5 ms and takes 10 ms. Then the senders go. Twenty times,
/// since a last value and the end may come in one poll, and a choice between them may fall to chance.
#[rstest]
#[case::while_nothing_is_being_applied(&[], 40, 40)]
#[case::in_the_middle_of_an_apply(&[], 8, 20)]
#[case::in_the_middle_with_a_new_value_there(&[(5, 10)], 8, 30)]
#[case::with_the_last_send(&[(5, 10)], 5, 30)]
#[case::while_the_last_value_is_being_applied(&[(5, 10)], 25, 30)]
#[claim]
#[tokio::test(start_paused = true)]
async fn it_ends_when_the_senders_are_gone_and_the_last_value_is_applied(
    #[case] sends: &[(u64, u64)],
    #[case] gone_ms: u64,
    #[case] ends_ms: u64,
) {
    for _ in 0..20 {
        new_scene();
        expect_eq("the model's end", &play(20, sends, gone_ms).await, &ends_ms, "");
    }
}

/// Sent to, or not, and then left by all senders, before the first poll.
#[rstest]
#[case::not_seen(false, 0)]
#[case::seen(true, 0)]
#[case::sent_to(true, 1)]
#[claim]
#[tokio::test(start_paused = true)]
async fn senders_gone_beforehand_leave_one_value(#[case] seen: bool, #[case] value: u64) {
    let applied = Applied::new();
    let (sender, mut settings) = watch::channel(Setting(0, 10));
    if seen {
        settings.mark_unchanged();
    }
    if value == 1 {
        sender.send_replace(Setting(1, 10));
    }
    drop(sender);
    let call = not_spinning(apply_latest(settings, applied.apply()), NO_CHANGE);
    let (call, ()) = beside(call, async {}).await;
    applied.expect(&[(value, 0)]);
    call.took_ms(10, WAITS_ON);
}

/// Two senders; one goes at 5 ms, the other sends at 10 ms and goes at 20 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_goes_on_while_a_sender_is_left() {
    let applied = Applied::new();
    let (sender, settings) = watch::channel(Setting(0, 1));
    let other = sender.clone();
    let (call, ()) = beside(apply_latest(settings, applied.apply()), async {
        sleep_ms(5).await;
        drop(sender);
        sleep_ms(5).await;
        other.send_replace(Setting(1, 1));
        sleep_ms(10).await;
        drop(other);
    })
    .await;
    applied.expect(&[(0, 0), (1, 10)]);
    call.took_ms(20, WAITS_ON);
}

/// Five hundred sends, each after the one before was applied.
#[claim]
#[tokio::test(start_paused = true)]
async fn every_one_of_many_changes_is_applied() {
    let sends: Vec<(u64, u64)> = (0..500).map(|n| (5 + 2 * n, 0)).collect();
    play(0, &sends, 2000).await;
}

/// Polled once elsewhere, at 0 ms, and awaited here from then on: value 1 comes at 10 ms.
#[rstest]
#[case::in_an_apply(20, 20)]
#[case::between_two(0, 10)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_call_that_changes_tasks_is_woken_in_the_new_one(#[case] lasts_ms: u64, #[case] at_ms: u64) {
    const CAUSE: &str = "a change, or an apply, polled once and then only looked at: each poll brings its own waker, \
         and what is still waited for must get the latest";
    on_deadlock(CAUSE);
    let applied = Applied::new();
    let (sender, settings) = watch::channel(Setting(0, lasts_ms));
    let mut call = pin!(apply_latest(settings, applied.apply()));
    expect(call.as_mut().now_or_never().is_none(), || {
        Failure::new("it was ready at its first poll").cause("an end although a sender is alive")
    });
    let (call, ()) = beside(call, async {
        sleep_ms(10).await;
        sender.send_replace(Setting(1, 0));
        sleep_ms(30).await;
        drop(sender);
    })
    .await;
    applied.expect(&[(0, 0), (1, at_ms)]);
    call.took_ms(40, CAUSE);
}

/// Dropped at 15 ms, while value 0 is being applied.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropped_half_way_the_apply_stops_and_the_receiver_is_gone() {
    const CAUSE: &str = "a task of its own, or something leaked, which is not dropped with the future";
    let applied = Applied::new();
    let (sender, settings) = watch::channel(Setting(0, 20));
    drop_after_ms(15, apply_latest(settings, applied.apply())).await;
    let_the_runtime_run().await;
    expect_eq("how the apply ended", &applied.end(0), &Some((15, End::Dropped)), CAUSE);
    expect_eq("the number of receivers left", &sender.receiver_count(), &0, CAUSE);
    expect_no_tasks(CAUSE);
}

/// `apply` changes a local of the caller and borrows another, and its futures are not `Send`.
#[claim]
#[tokio::test(start_paused = true)]
async fn apply_may_borrow_and_need_not_be_send() {
    let (log, mut calls) = (RefCell::new(Vec::new()), 0);
    let (sender, settings) = watch::channel(Setting(0, 0));
    let apply = |setting: Setting| {
        calls += 1;
        let (log, word) = (&log, Rc::new(format!("value {}", setting.0)));
        async move {
            sleep_ms(5).await;
            log.borrow_mut().push(word.to_string());
        }
    };
    let (call, ()) = beside(apply_latest(settings, apply), async {
        sleep_ms(2).await;
        sender.send_replace(Setting(1, 0));
        drop(sender);
    })
    .await;
    call.took_ms(10, WAITS_ON);
    expect_eq("the number of calls", &calls, &2, MISSED);
    expect_eq("what was applied", &log.into_inner(), &vec!["value 0".into(), "value 1".into()], MISSED);
}

/// Called at 0 ms; value 1 comes at 5 ms, and the first poll at 10 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const CALL: &str = "a value taken by the call itself: the present one is that of the first poll";
    expect_needs_no_runtime(|| apply_latest(watch::channel(Setting(0, 0)).1, |_| async {}));
    let applied = Applied::new();
    let (sender, settings) = watch::channel(Setting(0, 3));
    let call = apply_latest(settings, applied.apply());
    sleep_ms(5).await;
    expect_eq("the number of applies before the first poll", &applied.count(), &0, CALL);
    sender.send_replace(Setting(1, 3));
    sleep_ms(5).await;
    drop(sender);
    let _ = beside(call, async {}).await;
    expect_eq("the first value applied", &applied.value(0), &Some(1), CALL);
}

/// Random sends, none in the instant in which an apply ends.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_sender_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..60 {
        new_scene();
        let first_ms = rng.pick(0..40);
        let mut at_ms = 1;
        let mut sends = Vec::new();
        for _ in 0..rng.pick(0..12) {
            at_ms += rng.pick(1..30);
            sends.push((at_ms, rng.pick(0..40)));
        }
        let gone_ms = at_ms + rng.pick(0..40);
        if !Model::of(first_ms, &sends, gone_ms).is_open {
            play(first_ms, &sends, gone_ms).await;
        }
    }
}

/// Values of one type, since the answer is compiled once.
type ApplyLatest = for<'a> fn(Receiver<Setting>, Apply<'a>) -> LocalBoxFuture<'a, ()>;

type Apply<'a> = Box<dyn FnMut(Setting) -> LocalErasedFuture<'a, ()> + 'a>;

pub static ANSWER: Answer<ApplyLatest> = Answer::new();

/// A claim sends from another thread, so its values are `Send`. Here rustc sees that they need not be.
/// Nothing calls it.
pub static LOCAL: Answer<ApplyLatestLocal> = Answer::new();

type ApplyLatestLocal = for<'a> fn(Receiver<LocalClone<'a, 0>>, ApplyLocal<'a>) -> LocalBoxFuture<'a, ()>;

type ApplyLocal<'a> = Box<dyn FnMut(LocalClone<'a, 0>) -> LocalErasedFuture<'a, ()> + 'a>;

fn apply_latest<'a, F, Fut>(settings: Receiver<Setting>, mut apply: F) -> LocalBoxFuture<'a, ()>
where
    F: FnMut(Setting) -> Fut + 'a,
    Fut: Future<Output = ()> + 'a,
{
    let apply: Apply = Box::new(move |setting| LocalErasedFuture::new(apply(setting), |()| ()));
    ANSWER.get()(settings, apply)
}

const PRESENT: &str =
    "waiting for a change before the first value is applied: the present one counts, seen or not";
const TWICE: &str = "a value applied twice: one that was read with `borrow` still counts as unseen, so \
     `changed` is ready for it once more; borrow_and_update marks it as seen";
const STALE: &str = "values kept for later, in a queue or a variable, and applied although a newer one has \
     come: read the channel when an apply starts";
const MISSED: &str = "a value missed: marked as seen after it was applied, or not looked at any more because \
     the senders are gone; `has_changed` is an error then, whatever is there";
const CUT_SHORT: &str =
    "an apply dropped half-way by a new value, or by the end of the senders: it always runs to its end";
const OVERLAP: &str = "two applies at the same time: one ends before the next starts";
const NO_CHANGE: &str = "the senders' end, or nothing at all, taken for a change: when they are gone, \
     `changed` is an error at once, each time";
const LATE: &str = "asking every so often whether something has changed, or a wait for more: `changed` is ready in the \
     instant of the send";
const WAITS_ON: &str = "a wait although all senders are gone: `changed` is an error then, which is the end";
const TOO_SOON: &str = "an end before the senders are gone, or before their last value is applied";

/// A value, and how many ms it takes to apply it.
#[derive(Clone, Debug)]
pub struct Setting(u64, u64);

/// What was applied, in order.
#[derive(Clone, Default)]
struct Applied(Rc<RefCell<Vec<(u64, Lane)>>>, Rc<Cell<usize>>);

impl Applied {
    fn new() -> Applied {
        Applied::default()
    }

    fn apply(&self) -> impl FnMut(Setting) -> LocalBoxFuture<'static, ()> + use<> {
        let applied = self.clone();
        move |Setting(value, ms)| {
            let count = applied.count();
            expect(count < 2000, || {
                Failure::new("it applied values again and again")
                    .expected("an apply for each send, at most")
                    .seen(format!("{count} applies"))
                    .cause(NO_CHANGE)
            });
            let lane = Lane::new(format!("apply {value}"));
            lane.called();
            applied.0.borrow_mut().push((value, lane));
            let guard = Under(lane, Rc::clone(&applied.1));
            Box::pin(async move {
                guard.begin();
                sleep_ms(ms).await;
                guard.0.ended(End::Finished);
            })
        }
    }

    fn count(&self) -> usize {
        self.0.borrow().len()
    }

    fn value(&self, nth: usize) -> Option<u64> {
        self.0.borrow().get(nth).map(|(value, _)| *value)
    }

    fn end(&self, nth: usize) -> Option<(u64, End)> {
        self.0.borrow().get(nth).and_then(|(_, lane)| lane.row().ended)
    }

    /// These values were applied, and begun at these ms, each to its end.
    fn expect(&self, expected: &[(u64, u64)]) {
        let all = self.0.borrow();
        let seen: Vec<(u64, u64)> =
            all.iter().map(|(value, lane)| (*value, lane.row().started_ms.unwrap_or(u64::MAX))).collect();
        let cut = all.iter().position(|(_, lane)| !matches!(lane.row().ended, Some((_, End::Finished))));
        if let Some(nth) = cut {
            let value = all[nth].0;
            Failure::new(format!("the apply of value {value} was dropped half-way"))
                .expected("an apply that has begun runs to its end")
                .seen(format!("the apply of value {value} did not end by itself"))
                .cause(CUT_SHORT)
                .raise();
        }
        let wrong = (0..seen.len().max(expected.len())).find(|&nth| seen.get(nth) != expected.get(nth));
        let Some(nth) = wrong else { return };
        let cause = match (seen.get(nth), expected.get(nth)) {
            (None, _) if nth == 0 => PRESENT,
            (None, _) => MISSED,
            (Some((value, at)), Some((due, due_ms))) if value == due && at > due_ms => LATE,
            (Some((value, _)), due) if nth > 0 && seen[nth - 1].0 == *value => match due {
                _ if self.1.get() > 1 => OVERLAP,
                _ if seen.len() > expected.len() + 2 => NO_CHANGE,
                _ => TWICE,
            },
            _ if self.1.get() > 1 => OVERLAP,
            _ if nth == 0 => PRESENT,
            (Some((value, _)), Some((due, _))) if value > due => MISSED,
            _ => STALE,
        };
        let words = |list: &[(u64, u64)]| {
            let words: Vec<String> = list.iter().map(|(value, at)| format!("{value} at {at} ms")).collect();
            words.join(", ")
        };
        let headline = match (seen.get(nth), expected.get(nth)) {
            (Some((value, at)), Some((due, due_ms))) if value == due => {
                format!("value {value} was applied at {at} ms, not at {due_ms} ms")
            }
            (Some((value, at)), Some((due, _))) => {
                format!("value {value} was applied at {at} ms, not value {due}")
            }
            (Some((value, at)), None) => {
                format!("value {value} was applied at {at} ms, and should not have been")
            }
            (None, Some((due, _))) => format!("value {due} was never applied"),
            (None, None) => unreachable!("one of the lists is longer"),
        };
        Failure::new(headline).expected(words(expected)).seen(words(&seen)).cause(cause).raise();
    }
}

/// An apply under way.
struct Under(Lane, Rc<Cell<usize>>);

impl Under {
    /// Notes whether another one is under way. From then on the cell says 2.
    fn begin(&self) {
        self.0.started();
        self.1.set(self.1.get() + 1);
    }
}

impl Drop for Under {
    fn drop(&mut self) {
        if self.0.row().ended.is_none() {
            self.0.ended(End::Dropped);
        }
        if self.1.get() == 1 {
            self.1.set(0);
        }
    }
}

/// Value 0 takes `first_ms` to apply. At each of these ms the next one is sent, which takes so many ms; the senders are
/// gone at `gone_ms`. Returns when it must end.
async fn play(first_ms: u64, sends: &[(u64, u64)], gone_ms: u64) -> u64 {
    on_deadlock(WAITS_ON);
    let Model { expected, ends_ms, .. } = Model::of(first_ms, sends, gone_ms);
    let applied = Applied::new();
    let (sender, settings) = watch::channel(Setting(0, first_ms));
    let call = not_spinning(apply_latest(settings, applied.apply()), NO_CHANGE);
    let (call, ()) = beside(call, send(sender, sends, gone_ms)).await;
    applied.expect(&expected);
    call.took_ms(ends_ms, Causes::of(WAITS_ON, TOO_SOON));
    ends_ms
}

/// What a right answer does.
struct Model {
    /// The values, and when each is applied.
    expected: Vec<(u64, u64)>,
    ends_ms: u64,
    /// Whether something is sent in the instant in which an apply ends: then it is open what happens.
    is_open: bool,
}

impl Model {
    fn of(first_ms: u64, sends: &[(u64, u64)], gone_ms: u64) -> Model {
        let (mut expected, mut free_ms, mut taken, mut is_open) = (vec![(0, 0)], first_ms, 0, false);
        while taken < sends.len() {
            is_open |= sends[taken..].iter().any(|&(at, _)| at == free_ms);
            let newest = sends.iter().rposition(|&(at, _)| at < free_ms).map_or(0, |index| index + 1);
            if newest > taken {
                taken = newest;
            } else {
                taken += 1;
                free_ms = sends[taken - 1].0;
            }
            expected.push((taken as u64, free_ms));
            free_ms += sends[taken - 1].1;
        }
        Model { expected, ends_ms: free_ms.max(gone_ms), is_open }
    }
}

async fn send(sender: Sender<Setting>, sends: &[(u64, u64)], gone_ms: u64) {
    let mut now_ms = 0;
    for (value, &(at, lasts_ms)) in (1..).zip(sends) {
        sleep_ms(at - now_ms).await;
        now_ms = at;
        sender.send_replace(Setting(value, lasts_ms));
    }
    sleep_ms(gone_ms - now_ms).await;
}
