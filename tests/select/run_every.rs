//! `run_every`: what was missed is not made up, and the beat stays where it is.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio_katas::probe::prelude::*;

/// A beat each 10 ms. Rounds of so many ms start at these. Twenty times, since a round and a beat may end in one
/// instant, and a select! without `biased` tosses a coin.
#[rstest]
#[case::three_beats_missed(&[2, 35, 2, 2, 2], &[0, 10, 45, 50, 60])]
#[case::a_first_round_of_two_beats(&[20, 2, 2, 2], &[0, 20, 30, 40])]
#[case::late_by_1_ms(&[11, 2, 2], &[0, 11, 20])]
#[case::late_by_6_ms(&[16, 2, 2], &[0, 16, 20])]
#[case::late_by_9_ms(&[2, 19, 0, 0], &[0, 10, 29, 30])]
#[case::late_twice(&[25, 12, 2, 2], &[0, 25, 37, 40])]
#[case::late_and_then_up_to_the_beat(&[25, 5, 2, 2], &[0, 25, 30, 40])]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_missed_beat_is_not_made_up(#[case] lasts_ms: &[u64], #[case] starts_ms: &[u64]) {
    for _ in 0..20 {
        new_scene();
        play(10, lasts_ms, starts_ms).await;
    }
}

/// Rounds that take a whole beat, to the ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_round_that_ends_on_the_next_beat_has_missed_nothing() {
    play(10, &[10, 10, 10, 2], &[0, 10, 20, 30]).await;
}

#[rstest]
#[case::rounds_of_3_ms(10, &[3; 5], &[0, 10, 20, 30, 40])]
#[case::rounds_of_no_time(10, &[0; 5], &[0, 10, 20, 30, 40])]
#[case::a_beat_each_ten_minutes(600_000, &[900_000, 1000, 0], &[0, 900_000, 1_200_000])]
#[case::a_single_round(10, &[3], &[0])]
#[claim]
#[tokio::test(start_paused = true)]
async fn rounds_start_on_the_beat(
    #[case] every_ms: u64,
    #[case] lasts_ms: &[u64],
    #[case] starts_ms: &[u64],
) {
    play(every_ms, lasts_ms, starts_ms).await;
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_rounds_end_at_once_and_nothing_is_called() {
    let rounds = Jobs::named("round", [0]);
    let seen = timed(run_every(Duration::from_millis(10), 0, round_of(&rounds))).await;
    rounds.called(0).expect_never("a loop that looks at its end behind the first round: 0 rounds are none");
    seen.took_no_time("a wait for a beat on which nothing starts");
}

/// Round 1 waits for a word, which another task has for it at 13 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_round_is_polled_when_it_is_woken() {
    let (tell, told) = oneshot::channel();
    tokio::spawn(async move {
        sleep_ms(23).await;
        for _ in 0..10 {
            yield_now().await;
        }
        let _ = tell.send(());
    });
    let told = Cell::new(Some(told));
    let work = |k| {
        let told = told.take().filter(|_| k == 0);
        async move {
            if let Some(told) = told {
                let _ = told.await;
            }
        }
    };
    timed(run_every(Duration::from_millis(10), 2, work)).await.took_ms(
        23,
        "a round that is polled only on the beat: it is polled when it is woken, and the next one starts when it ends",
    );
}

/// Four thousand rounds of 3 ms, then one over 20,000 beats.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_beat_does_not_drift() {
    let mut lasts_ms = vec![3; 4000];
    lasts_ms.extend([200_004, 2, 2]);
    let mut starts_ms: Vec<u64> = (0..=4000).map(|round| round * 10).collect();
    starts_ms.extend([240_004, 240_010]);
    play(10, &lasts_ms, &starts_ms).await;
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    const TICKER: &str = "a ticker in a task of its own that is never stopped: a clock needs no task";
    let rounds = Jobs::named("round", [2, 25, 2]);
    run_every(Duration::from_millis(10), 3, round_of(&rounds)).await;
    expect_no_tasks(TICKER);
    rounds.expect_none_in_flight("a round that is still running at the return: each runs to its end");
}

/// Dropped at 15 ms, in the middle of round 1.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropped_half_way_the_round_stops_and_none_follows() {
    let rounds = Jobs::named("round", [2, 25, 2]);
    drop_after_ms(15, run_every(Duration::from_millis(10), 3, round_of(&rounds))).await;
    let_the_runtime_run().await;
    rounds.expect_none_in_flight(DETACHED);
    expect_no_tasks(DETACHED);
    sleep_ms(50).await;
    rounds.called(2).expect_never(DETACHED);
}

/// Polled once elsewhere, at 0 ms, and awaited here from then on: in a round, and between two.
#[rstest]
#[case::in_a_round(&[15, 2], 17)]
#[case::between_two(&[0, 2], 12)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_call_that_changes_tasks_is_woken_in_the_new_one(#[case] lasts_ms: &[u64], #[case] ms: u64) {
    let rounds = Jobs::named("round", lasts_ms.iter().copied());
    let mut call = pin!(run_every(Duration::from_millis(10), 2, round_of(&rounds)));
    expect(call.as_mut().now_or_never().is_none(), || {
        Failure::new("it was ready at its first poll").cause("rounds that are not waited for")
    });
    timed(call).await.took_ms(
        ms,
        "a timer, or a round, polled once and then only looked at: each poll brings its own waker, and what is still \
         waited for must get the latest",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn the_rounds_may_borrow_and_need_not_be_send() {
    let log = RefCell::new(Vec::new());
    let mut calls = 0;
    let work = |k| {
        calls += 1;
        let (log, word) = (&log, Rc::new(format!("round {k}")));
        async move {
            sleep_ms(3).await;
            log.borrow_mut().push(word);
        }
    };
    timed(run_every(Duration::from_millis(10), 3, work)).await.took_ms(23, GENERAL);
    expect_eq("the number of calls", &calls, &3, GENERAL);
    let log: Vec<String> = log.into_inner().iter().map(|word| word.to_string()).collect();
    expect_eq(
        "what the rounds wrote",
        &log,
        &vec!["round 0".into(), "round 1".into(), "round 2".into()],
        HOLES,
    );
}

/// Called at 0 ms and first polled at 7 ms: beats at 7, 17 and 27 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let every = Duration::from_millis(10);
    expect_needs_no_runtime(|| run_every(every, 2, |_| async {}));
    let rounds = Jobs::named("round", [2, 2, 2]);
    let call = run_every(every, 3, round_of(&rounds));
    sleep_ms(7).await;
    rounds.called(0).expect_never("work(0) called by the call itself, before the first poll");
    call.await;
    rounds
        .called(1)
        .expect_not_before_ms(17, "a beat that begins with the call: it counts from the first poll");
}

/// Random rounds; every third ends just on a beat.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_rounds_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..40 {
        new_scene();
        let every_ms = rng.pick(10..40);
        let (mut now_ms, mut lasts_ms, mut starts_ms) = (0, vec![], vec![]);
        for _ in 0..rng.pick(1..12) {
            starts_ms.push(now_ms);
            let next_beat_ms = (now_ms / every_ms + 1) * every_ms;
            let lasts = match rng.pick(0..3) {
                0 => next_beat_ms - now_ms + every_ms * rng.pick(0..3),
                1 => rng.pick(0..every_ms),
                _ => rng.pick(0..every_ms * 4),
            };
            lasts_ms.push(lasts);
            now_ms = next_beat_ms.max(now_ms + lasts);
        }
        play(every_ms, &lasts_ms, &starts_ms).await;
    }
}

/// Work that borrows, of one type, since the answer is compiled once.
type RunEvery = for<'a> fn(Duration, u32, Work<'a>) -> LocalBoxFuture<'a, ()>;

type Work<'a> = Box<dyn FnMut(u32) -> LocalErasedFuture<'a, ()> + 'a>;

pub static ANSWER: Answer<RunEvery> = Answer::new();

fn run_every<'a, F, Fut>(every: Duration, rounds: u32, mut work: F) -> LocalBoxFuture<'a, ()>
where
    F: FnMut(u32) -> Fut + 'a,
    Fut: Future<Output = ()> + 'a,
{
    ANSWER.get()(every, rounds, Box::new(move |k| LocalErasedFuture::new(work(k), |()| ())))
}

const MADE_UP: &str = "missed beats made up, as an Interval does by default (Burst): what was missed is \
     skipped, and no beat starts two rounds";
const SHIFTED: &str = "the beat shifted by a late round, as with MissedTickBehavior::Delay or `last start + every`: \
     beats are whole multiples of `every`, counted from the first poll";
const AFTER_THE_END: &str = "a wait of `every` after each round: the round's own time is added to it";
const NEXT_BEAT: &str = "a late round followed by a wait for the next beat: the next round is overdue, and \
     starts in the instant in which the late one ends";
const EXACTLY: &str = "a round that ends just on a beat made to wait for the one after it: it has missed \
     nothing, and the next one starts there";
const OVERLAP: &str = "rounds at the same time, each started on its beat: one ends before the next starts";
const CUT_SHORT: &str = "a round dropped at the next beat, by a timeout or a select!: each runs to its end";
const HOLES: &str =
    "rounds numbered by the beat: they are numbered 0, 1, …, without a hole, whatever was missed";
const LAST_BEAT: &str = "a wait for a beat after the last round: nothing starts on it";
const AHEAD: &str = "work(k) called before the wait: it is called when its round starts";
const LATE_START: &str = "a wait before the first round: work(0) starts at once";
const GENERAL: &str = "beats counted from something else than the first poll: the next beat is the first \
     whole multiple of `every` after the start of the last round";

/// Rounds that last so long start at these ms, and it returns when the last has ended.
async fn play(every_ms: u64, lasts_ms: &[u64], starts_ms: &[u64]) {
    let rounds = Jobs::named("round", lasts_ms.iter().copied());
    let every = Duration::from_millis(every_ms);
    let count = lasts_ms.len() as u32;
    let last_ms = starts_ms[starts_ms.len() - 1] + lasts_ms[lasts_ms.len() - 1];
    let call = timed(run_every(every, count, round_of(&rounds)));
    // Longer than any mistake takes. What is wrong then shows in the rounds.
    let seen = drop_after_ms(2 * last_ms + 3 * every_ms, call).await;
    for (round, &ms) in starts_ms.iter().enumerate() {
        let cause = match rounds.called(round).at_ms() {
            None if seen.is_some() => HOLES,
            _ => wrong_start(&rounds, round, ms, every_ms),
        };
        rounds.called(round).expect_at_ms(ms, Causes::both(cause));
        rounds.started(round).expect_at_ms(ms, Causes::both(cause));
        let end = rounds.end_of(round);
        expect_eq(&format!("how round {round} ended"), &end, &Some(End::Finished), CUT_SHORT);
    }
    match seen {
        Some(seen) => drop(seen.took_ms(last_ms, LAST_BEAT)),
        None => Failure::new("it did not return after the last round")
            .expected(format!("it returns at {last_ms} ms"))
            .seen("it is still waiting")
            .cause(LAST_BEAT)
            .raise(),
    }
}

/// Calls round k of these.
fn round_of(rounds: &Jobs) -> impl FnMut(u32) -> LocalBoxFuture<'static, ()> + use<> {
    let (rounds, work, planned) = (rounds.clone(), rounds.work(), rounds.items().len());
    move |k| {
        let next = rounds.calls();
        expect(k as usize == next && next < planned, || {
            Failure::new(format!("work({k}) was called, after {next} rounds"))
                .expected(format!("work({next}) at most up to work({})", planned - 1))
                .seen(format!("work({k})"))
                .cause(match k as usize == next {
                    true => "a round too many: `rounds` is how many there are",
                    false => HOLES,
                })
        });
        let round = work(next);
        Box::pin(async move {
            round.await;
        })
    }
}

/// What lies behind this round's start at another time than `expected_ms`.
fn wrong_start(rounds: &Jobs, round: usize, expected_ms: u64, every_ms: u64) -> &'static str {
    let Some(before) = round.checked_sub(1) else { return LATE_START };
    let (Some(called_ms), Some(start_ms)) = (rounds.called(round).at_ms(), rounds.started(round).at_ms())
    else {
        return GENERAL;
    };
    let Some(last_start_ms) = rounds.started(before).at_ms() else { return GENERAL };
    let last_end_ms = rounds.ended(before).at_ms().unwrap_or(u64::MAX);
    let on_a_beat = |ms: u64| ms.is_multiple_of(every_ms);
    match start_ms {
        _ if called_ms < start_ms && start_ms == expected_ms => AHEAD,
        _ if rounds.end_of(before) == Some(End::Dropped) => CUT_SHORT,
        _ if start_ms < last_end_ms => OVERLAP,
        _ if start_ms < expected_ms => MADE_UP,
        _ if expected_ms == last_end_ms && start_ms == expected_ms + every_ms && on_a_beat(start_ms) => {
            EXACTLY
        }
        _ if start_ms == last_end_ms + every_ms => AFTER_THE_END,
        _ if !on_a_beat(start_ms) && start_ms == last_start_ms + every_ms => SHIFTED,
        _ if expected_ms == last_end_ms && on_a_beat(start_ms) => NEXT_BEAT,
        _ => GENERAL,
    }
}
