//! `TokenBucket`: tokens come at a fixed pace, a full bucket holds no more, and who asks is served in order.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::OverCapacity;
use tokio_katas::probe::on_two_threads;
use tokio_katas::probe::prelude::*;
use tokio_test::task::spawn;

use crate::takes::{Fate, Line, Take, course, take};

/// Five tokens are there at the start. The next one comes at 10 ms, and one every 10 ms from then on.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn it_is_full_at_the_start_and_gains_one_each_beat() {
    let bucket = Bucket::new(5, 10);
    timed(bucket.take(2)).await.gave(Ok(()), NOT_FULL).took_no_time(NOT_FULL);
    timed(bucket.take(3)).await.gave(Ok(()), NOT_FULL).took_no_time(NOT_FULL);
    bucket.serves([take(1).served(10), take(2).served(30)], PACE).await;
    expect_no_tasks(
        "a task that fills the bucket: count the tokens when somebody asks, from the time that has passed",
    );
}

/// Emptied at 0 ms; then nobody asks until 30 ms, when three tokens are there. The fourth comes at 40 ms.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn it_gains_tokens_while_nobody_asks() {
    const ONLY_AWAKE: &str = "tokens that are added only while somebody waits, one for each wait: count \
         what has come since the last look";
    let bucket = Bucket::emptied(5, 10).await;
    bucket.serves([take(1).at(30); 3].into_iter().chain([take(1).at(30).served(40)]), ONLY_AWAKE).await;
}

/// Emptied at 0 ms; 30 more tokens have come by 300 ms, and five of them are in the bucket. And once more with two left
/// in it, which is enough for the first take of 300 ms: twenty times, since a choice may fall to chance.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn it_never_holds_more_than_its_capacity() {
    const OVERFULL: &str =
        "tokens added without a bound: after a quiet hour, an hour's worth of requests goes out at once";
    let bucket = Bucket::emptied(5, 10).await;
    bucket.serves([take(5).at(300), take(1).at(300).served(310)], Causes::of(PACE, OVERFULL)).await;
    for _ in 0..20 {
        let bucket = Bucket::new(5, 10);
        let takes = [take(3), take(2).at(300), take(4).at(300).served(310)];
        bucket.serves(takes, Causes::of(PACE, OVERFULL)).await;
    }
}

/// Five tokens are asked for at 0 ms, and given up at 35 ms. At 40 ms all four that have come are there.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_take_that_is_dropped_takes_nothing() {
    const RESERVED: &str = "tokens taken before the wait, or one by one as they come: a future that is \
         dropped there takes them with it; take them in one step, after the last .await";
    on_deadlock(RESERVED);
    let bucket = Bucket::emptied(5, 10).await;
    bucket.serves([take(5).dropped(35), take(4).at(40), take(1).at(40).served(50)], RESERVED).await;
}

/// Emptied at 0 ms. Whatever somebody does between two beats, the next token comes at its time.
#[rstest]
#[case::takes_what_is_there([take(1).at(17), take(1).at(25), take(1).at(38)])]
#[case::gives_up([take(2).at(7).dropped(13), take(5).at(24).dropped(27), take(4).at(34).dropped(36)])]
#[case::asks_for_nothing([take(0).at(13), take(0).at(24), take(0).at(35)])]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn nothing_is_lost_by_a_look_between_two_beats(#[case] looks: [Take; 3]) {
    on_panic(DRIFT);
    let bucket = Bucket::emptied(5, 10).await;
    let taken: u32 =
        looks.iter().filter(|look| matches!(look.fate, Fate::Served(_))).map(|look| look.tokens).sum();
    let last = take(5).at(41).served(10 * u64::from(taken + 5));
    bucket.serves(looks.into_iter().chain([last]), DRIFT).await;
}

/// Emptied at 0 ms, asked at 10 and at 30 ms: the token of that very instant is there.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_token_due_in_this_instant_is_there() {
    const STRICTLY_LATER: &str = "`>` in place of `>=`: at the very instant of its beat a token is there";
    let bucket = Bucket::emptied(3, 10).await;
    bucket.serves([take(1).at(10), take(2).at(30), take(1).at(31).served(40)], STRICTLY_LATER).await;
}

/// Emptied at 0 ms, and not asked for 700 beats: it is full, and the next token comes at 7010 ms.
#[rstest]
#[case::five(5)]
#[case::seven_hundred(700)]
#[claim]
#[tokio::test(start_paused = true)]
async fn beats_that_have_passed_are_over(#[case] capacity: u32) {
    const BUDGET: &str = "an interval drained in a loop that stops when a tick is not ready: after 128 of \
         them Tokio makes the task yield, although more have come; compute the number from the time that \
         has passed";
    let bucket = Bucket::emptied(capacity, 10).await;
    let takes = [take(capacity).at(7000), take(1).at(7000).served(7010)];
    bucket.serves(takes, Causes::both(BUDGET)).await;
}

// ------------------------------------------------------------------------------------ who waits

/// Five tokens are asked for at 0 ms. There is one at 10 ms, and small requests come: all of them wait.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_small_request_waits_behind_a_large_one() {
    let bucket = Bucket::emptied(5, 10).await;
    let small = [take(1).at(1).served(60), take(1).at(12).served(70), take(2).at(25).served(90)];
    bucket.serves([take(5).served(50)].into_iter().chain(small), OVERTAKES).await;
}

/// Caller 1 waits for a token. At 10 ms it has been woken, and in this moment, before it is polled, caller 2 asks.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_newcomer_stands_behind_those_that_wait() {
    let bucket = Bucket::emptied(5, 10).await;
    let mut line = Line::new(&bucket);
    line.come(1, 1);
    line.until_ms(10).await;
    line.come(2, 1);
    line.expect_served(&[1], OVERTAKES).await;
    line.until_ms(20).await;
    line.expect_served(&[1, 2], NOT_WOKEN).await;
}

/// Of two calls the one that is polled first is first in line, not the one that was made first.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_call_that_is_not_polled_is_not_in_line() {
    const EAGER: &str = "a place in the line that is taken in the call itself: an async fn does nothing \
         before its first poll";
    on_deadlock(EAGER);
    let bucket = Bucket::emptied(5, 10).await;
    drop(bucket.take(5));
    let made_first = bucket.take(1);
    timed(bucket.take(1)).await.took_ms(10, EAGER);
    timed(made_first).await.took_ms(10, EAGER);
}

/// Made at 0 ms, called at 5 ms, polled at 13 ms: then the bucket is emptied, and the next token comes at 23 ms.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn the_clock_begins_with_the_first_poll() {
    const EARLY_CLOCK: &str = "a clock that begins in `new`, or in the call of `take`: the first beat is \
         counted from the first poll";
    let bucket = Bucket::new(5, 10);
    sleep_ms(5).await;
    let call = bucket.take(5);
    sleep_ms(8).await;
    timed(call).await.gave(Ok(()), EARLY_CLOCK).took_no_time(EARLY_CLOCK);
    bucket.serves([take(1).served(10), take(1).served(20)], Causes::both(EARLY_CLOCK)).await;
    expect_needs_no_runtime(|| drop(ANSWER.get()(1, Duration::from_millis(10))));
}

// --------------------------------------------------------------------------- too many, and none

/// On a bucket of three: full, empty, and with a caller in line for 30 ms.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn more_than_the_capacity_is_refused_at_once() {
    on_deadlock(TOO_LATE);
    let bucket = Bucket::new(3, 10);
    bucket.serves([take(4).refused(3), take(u32::MAX).refused(3), take(3)], TOO_LATE).await;
    let mut line = Line::new(&bucket);
    line.come(1, 3);
    timed(bucket.take(7))
        .await
        .gave(Err(OverCapacity { asked: 7, capacity: 3 }), TOO_LATE)
        .took_no_time(TOO_LATE);
}

/// Refused when three tokens are there, and when one is: they are still there.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_refused_request_takes_nothing() {
    const TAKEN: &str =
        "tokens taken before checking whether the bucket can ever hold that many, and not given back";
    on_panic(TAKEN);
    let bucket = Bucket::new(3, 10);
    bucket.serves([take(4).refused(3), take(3), take(4).at(15).refused(3), take(1).at(16)], TAKEN).await;
}

/// One token at a time, and two are refused: with a capacity of 1, not of 0.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_capacity_of_zero_counts_as_one() {
    const ZERO: &str = "a capacity of 0 passed on, to the bucket or to the error";
    let bucket = Bucket::new(0, 10);
    bucket
        .serves(
            [take(1), take(2).refused(1), take(1).served(10), take(1).at(50), take(1).at(51).served(60)],
            ZERO,
        )
        .await;
}

/// At the very start, and from an empty bucket.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn zero_tokens_are_taken_at_once() {
    const NOTHING: &str =
        "a request for 0 that waits, or takes a token: where nobody waits there is nothing to wait for";
    let bucket = Bucket::new(3, 10);
    let then = [take(3), take(0), take(0).at(12), take(1).at(12), take(0).at(13), take(1).at(13).served(20)];
    bucket.serves([take(0)].into_iter().chain(then), NOTHING).await;
}

/// Asked at 0 ms for tokens of 30 ms: none while it waits, nor when it has been given up at 15 ms.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn no_task_runs_for_one_that_waits() {
    const TASK: &str =
        "a task that keeps the time for a take: a timer in its own future needs none, and goes with it";
    let bucket = Bucket::emptied(5, 10).await;
    let mut call = spawn(bucket.take(3));
    for _ in 0..2 {
        let _ = call.poll();
        let_the_runtime_run().await;
        expect_no_tasks(TASK);
        sleep_ms(15).await;
    }
    drop(call);
    expect_no_tasks(TASK);
}

// ---------------------------------------------------------------------------- dropped half-way

/// The first of several is dropped at 25 ms, when two tokens are there: whoever is next goes on at that instant, if
/// they are enough for it. And one in the middle is dropped, which holds up nobody.
#[rstest]
#[case::the_first_of_two([take(5).dropped(25), take(1).at(1).served(25), take(2).at(2).served(30)])]
#[case::the_next_wants_more([take(4).dropped(25), take(3).at(1).served(30), take(1).at(2).served(40)])]
#[case::one_in_the_middle([take(1).served(10), take(5).at(1).dropped(8), take(2).at(2).served(30)])]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn the_next_is_served_as_soon_as_there_is_enough(#[case] takes: [Take; 3]) {
    on_deadlock(NOT_WOKEN);
    let bucket = Bucket::emptied(5, 10).await;
    bucket.serves(takes, PLANNED).await;
}

/// Caller 1 has been woken for its two tokens, and is dropped before it is polled: callers 2 and 3 get one each.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn one_that_is_dropped_at_its_own_instant_takes_nothing() {
    let bucket = Bucket::emptied(5, 10).await;
    let mut line = Line::new(&bucket);
    line.come(1, 2);
    line.come(2, 1);
    line.come(3, 1);
    line.until_ms(20).await;
    line.callers.give_up(1);
    line.expect_served(&[2, 3], HANDED_OVER).await;
}

/// Caller 1 is served at 10 ms, and caller 2 is next; it is dropped before it is polled again. Caller 3 has the token
/// of 20 ms. And once more, where caller 1 is dropped, too: caller 3 has the token of 10 ms.
#[rstest]
#[case::behind_one_that_was_served(1)]
#[case::behind_one_that_was_dropped(5)]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn one_that_is_dropped_when_it_becomes_the_first_passes_that_on(#[case] tokens: u32) {
    let bucket = Bucket::emptied(5, 10).await;
    let mut line = Line::new(&bucket);
    line.come(1, tokens);
    line.come(2, 2);
    line.come(3, 1);
    line.until_ms(10).await;
    if tokens == 1 {
        line.serve(1);
    } else {
        line.callers.give_up(1);
    }
    line.callers.give_up(2);
    let served = if tokens == 1 { vec![1, 3] } else { vec![3] };
    line.callers.settle().await;
    if tokens == 5 {
        line.expect_served(&[3], HANDED_OVER).await;
    }
    line.until_ms(20).await;
    line.expect_served(&served, HANDED_OVER).await;
}

/// Requests of every size at any time, some given up, some refused, in an order that no answer can know.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn any_course_of_events_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..30 {
        let (capacity, every) = (rng.pick(1..7), rng.pick(2..12));
        let takes = course(&mut rng, capacity, every);
        let bucket = Bucket::emptied(capacity as u32, every).await;
        bucket.serves(takes, Causes::of(NOT_WOKEN, OVERTAKES)).await;
    }
}

// --------------------------------------------------------------------------------- real threads

#[claim]
#[tokio::test(start_paused = true)]
async fn it_is_shared_by_threads() {
    let bucket = Bucket::new(1, 10);
    expect(bucket.0.everywhere().is_some(), || {
        Failure::new("the bucket cannot be shared by threads")
            .expected("TokenBucket is Send and Sync")
            .seen("it is not")
            .cause("a RefCell, a Cell or an Rc in it: put the tokens behind a Mutex")
    });
}

/// Two threads take 700 of 1000 tokens at most, and a third counts what is left. No more come within the minute.
#[claim(alone)]
#[tokio::test(start_paused = true)]
async fn threads_take_each_token_once() {
    const HELD: u32 = 1000;
    const COUNT: &str = "tokens counted for each thread (thread_local!), or read and written in two steps: \
         another thread comes in between";
    let bucket = Bucket(ANSWER.get()(HELD, Duration::from_secs(60)));
    let Some(everywhere) = bucket.0.everywhere() else {
        Failure::new("the bucket cannot be shared by threads").cause(COUNT).raise();
    };
    timed(bucket.take(1)).await.gave(Ok(()), NOT_FULL).took_no_time(NOT_FULL);
    let (asked, mut taken) = (AtomicU32::new(0), AtomicU32::new(1));
    let take_one = async || {
        if asked.fetch_add(1, Ordering::SeqCst) < 700 && spawn(everywhere().take(1)).poll().is_ready() {
            taken.fetch_add(1, Ordering::SeqCst);
        }
    };
    expect(on_two_threads(take_one), || {
        Failure::new("take panicked when two threads used the bucket at the same time").cause(COUNT)
    });
    while drop_after_ms(1, bucket.take(1)).await.is_some() && *taken.get_mut() < 2 * HELD {
        *taken.get_mut() += 1;
    }
    expect_eq("the tokens that were taken", &taken.into_inner(), &HELD, COUNT);
}

/// What an answer's `TokenBucket` is to the claims.
pub trait Tokens {
    fn take(&self, tokens: u32) -> LocalBoxFuture<'_, Answered>;
    /// `None` if the answer's type is not `Send` and `Sync`.
    fn everywhere(&self) -> Option<Everywhere<'_>>;
}

/// What `take` returns.
pub type Answered = Result<(), OverCapacity>;

/// Gives the bucket on whichever thread it is called.
pub type Everywhere<'a> = Box<dyn Fn() -> &'a (dyn Tokens + 'a) + Send + Sync + 'a>;

/// `TokenBucket::new`.
pub type Makes = fn(u32, Duration) -> Box<dyn Tokens>;

pub static ANSWER: Answer<Makes> = Answer::new();

pub(crate) struct Bucket(Box<dyn Tokens>);

impl Bucket {
    fn new(capacity: u32, every_ms: u64) -> Bucket {
        Bucket(ANSWER.get()(capacity, Duration::from_millis(every_ms)))
    }

    /// One that is emptied now, so that its next token comes in `every_ms`.
    async fn emptied(capacity: u32, every_ms: u64) -> Bucket {
        let bucket = Bucket::new(capacity, every_ms);
        timed(bucket.take(capacity)).await.gave(Ok(()), NOT_FULL).took_no_time(NOT_FULL);
        bucket
    }

    pub(crate) fn take(&self, tokens: u32) -> LocalBoxFuture<'_, Answered> {
        self.0.take(tokens)
    }
}

const NOT_FULL: &str = "a bucket that is not full at the start: the first burst should find all its tokens";
const PACE: &str =
    "tokens that come at another pace: one each `every`, counted from the first poll of the first take";
pub(crate) const TOO_SOON: &str = "tokens handed out before they have come";
const DRIFT: &str = "`last = now` at each look, or a count in floating point: the part of a token that has \
     run up since the last beat is lost; advance by whole beats";
pub(crate) const OVERTAKES: &str = "checking whether there are enough before checking who is first: whoever checks at the \
     right moment overtakes; whatever it asks for, a take stands behind those that came before it";
const TOO_LATE: &str = "the capacity is checked only after the wait for its turn: it is known at once that there \
     will never be enough";
pub(crate) const NOT_WOKEN: &str =
    "the first in line has no timer of its own, or nobody wakes it when it becomes the first";
const PLANNED: &str = "an instant that is computed when a take comes, from those before it, and not again \
     when one of them is dropped";
const HANDED_OVER: &str =
    "a turn, or tokens, handed to a waiter that is dropped before it runs: its Drop has to pass them on";
