//! `Countdown`: a future is a state and a `poll`, and a pending poll arranges the next one.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::probe::CountingWaker;
use tokio_katas::probe::prelude::*;
use tokio_test::task::spawn;

/// Three pending polls, each by another task: each task is woken after its own poll.
#[claim]
#[tokio::test(start_paused = true)]
async fn every_pending_poll_wakes_its_own_task() {
    let mut countdown = Box::pin(Countdown::new(3));
    let (first, mut first_rings) = (CountingWaker::new(), 0);
    for poll in 1..=3 {
        let later = CountingWaker::new();
        let task = if poll == 1 { &first } else { &later };
        expect(task.poll(countdown.as_mut()).is_pending(), || {
            Failure::new(format!("ready on poll {poll} of a countdown from 3"))
                .expected("pending three times, then ready")
                .seen(format!("pending {} times", poll - 1))
                .cause(match poll {
                    1 => IN_ONE_GO,
                    2 => COUNT,
                    _ => TOO_FEW,
                })
        });
        expect_no_tasks(BY_A_TASK);
        let_the_runtime_run().await;
        if task.rings() == 0 {
            let failure = Failure::new(format!("poll {poll} was pending, and its task was not woken"))
                .expected("the task that polled is woken at once, in no time")
                .seen("no wake-up");
            let wakes_first = first.rings_again(&mut first_rings);
            sleep_ms(1000).await;
            let cause = match poll {
                _ if task.rings() > 0 => BY_A_TIMER,
                1 => NO_WAKE,
                _ if wakes_first => STALE,
                _ => ONCE,
            };
            failure.cause(cause).raise();
        }
        first_rings = first.rings();
    }
    expect(CountingWaker::new().poll(countdown.as_mut()).is_ready(), || {
        Failure::new("a countdown from 3 was pending on poll 4")
            .expected("pending three times, then ready")
            .seen("pending a fourth time")
            .cause(TOO_MANY)
    });
}

/// A countdown from n is pending n times. There is no wait between the polls.
#[rstest]
#[case::from_one(1)]
#[case::from_three(3)]
#[case::from_five_hundred(500)]
#[case::from_a_hundred_thousand(100_000)]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn it_is_pending_so_many_times(#[case] from: u32) {
    let seen = pendings(Countdown::new(from), from as usize + 10);
    let cause =
        if from < 500 { COUNT } else { "a count kept in too small a range: it is right for small numbers" };
    expect_eq("the number of polls that were pending", &seen, &(from as usize), cause);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn from_zero_it_is_ready_on_the_first_poll() {
    let seen = pendings(Countdown::new(0), 10);
    expect_eq("the number of polls that were pending", &seen, &0, TOO_MANY);
}

/// It yields each time: a neighbour in another task gets a turn for each step of the countdown.
#[claim]
#[tokio::test(start_paused = true)]
async fn other_tasks_run_between_its_polls() {
    let neighbour = tokio::spawn(async {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    });
    let seen = Countdown::new(100).await;
    expect_eq("what it gave", &seen, &"liftoff", "another word: it is liftoff");
    expect(neighbour.is_finished(), || {
        Failure::new("a neighbour of 20 turns was not done after a countdown from 100")
            .expected("Pending goes back to the runtime, which lets the others run")
            .seen("no turn for the neighbour")
            .cause(IN_ONE_GO)
    });
}

/// Awaited by a runtime, which polls only what was woken; and no timer of that runtime is used.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_can_be_awaited() {
    let seen = timed(Countdown::new(200)).await;
    seen.gave("liftoff", "another word: it is liftoff").took_no_time(BY_A_TIMER);
    expect_no_tasks(BY_A_TASK);
}

/// Countdowns from 2 and 5 in turns, and one from 4 after them.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_countdown_has_its_own_count() {
    let (mut two, mut five) = (spawn(Countdown::new(2)), spawn(Countdown::new(5)));
    let both: Vec<(bool, bool)> = (0..3).map(|_| (two.poll().is_ready(), five.poll().is_ready())).collect();
    let expected = vec![(false, false), (false, false), (true, false)];
    expect_eq("which of the two is ready, poll by poll", &both, &expected, SHARED);
    drop(five);
    expect_eq("the pending polls of the next one", &pendings(Countdown::new(4), 20), &4, SHARED);
}

/// Dropped after its first poll: nothing of it is left.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_leaves_nothing() {
    let mut countdown = spawn(Countdown::new(5));
    expect(countdown.poll().is_pending(), || {
        Failure::new("ready on poll 1 of a countdown from 5").cause(COUNT)
    });
    drop(countdown);
    let_the_runtime_run().await;
    expect_no_tasks("a task that counts for it, and goes on when the future is dropped");
}

/// Made, and left alone for a while: it counts its own polls and nothing else.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const EAGER: &str =
        "counting in `new`, or in a task or thread that it has started: a future counts in its poll";
    expect_needs_no_runtime(|| Countdown::new(3));
    let countdown = Countdown::new(3);
    expect_no_tasks(EAGER);
    let_the_runtime_run().await;
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    expect_eq("the number of polls that were pending", &pendings(countdown, 20), &3, EAGER);
}

/// Random numbers, all polled in turns.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_numbers_will_do() {
    let mut rng = Rng::of_this_run();
    let numbers: Vec<usize> = (0..40).map(|_| rng.pick(0..60) as usize).collect();
    let mut running: Vec<_> =
        numbers.iter().map(|&from| (0, false, spawn(Countdown::new(from as u32)))).collect();
    for _ in 0..70 {
        for (pendings, ended, countdown) in running.iter_mut().filter(|(_, ended, _)| !ended) {
            *ended = countdown.poll().is_ready();
            *pendings += usize::from(!*ended);
        }
    }
    let seen: Vec<usize> = running.iter().map(|(pendings, _, _)| *pendings).collect();
    expect_eq("the numbers of pending polls", &seen, &numbers, COUNT);
    expect(running.iter().all(|(_, ended, _)| *ended), || {
        Failure::new("a countdown that is never ready").cause(COUNT)
    });
}

pub static ANSWER: Answer<fn(u32) -> LocalBoxFuture<'static, &'static str>> = Answer::new();

struct Countdown(LocalBoxFuture<'static, &'static str>);

impl Countdown {
    fn new(from: u32) -> Countdown {
        Countdown(ANSWER.get()(from))
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        self.0.as_mut().poll(cx)
    }
}

const COUNT: &str = "another number of steps: a countdown from n is pending n times, and then ready";
const TOO_FEW: &str = "one poll too few: it counts down and looks at the count in the same poll";
const TOO_MANY: &str = "one poll too many: it looks at the count only in the poll after the last step";
const IN_ONE_GO: &str = "a loop inside of poll that counts down in one go: each step is a poll of its own, \
     and Pending in between lets others run";
const NO_WAKE: &str = "Pending without a wake-up: a poll that returns Pending must see to it that its waker \
     is woken, or the future is never polled again";
const STALE: &str = "a waker kept from an earlier poll: every poll brings its own, and the latest counts";
const ONCE: &str =
    "only one wake-up in all: a waker is not a subscription, each pending poll has to wake again";
const BY_A_TASK: &str = "a task beside the countdown: it counts, and wakes itself, in its own poll";
const BY_A_TIMER: &str =
    "a timer that wakes the task: the countdown wakes itself, at once, and waits for nothing";
const SHARED: &str = "a count kept in a static or thread_local!: each Countdown has its own state";

/// Polls until it is ready, at most so many times; how often it was pending.
fn pendings(countdown: Countdown, at_most: usize) -> usize {
    let mut countdown = spawn(countdown);
    for pendings in 0..at_most {
        if let Poll::Ready(word) = countdown.poll() {
            expect_eq("what it gave", &word, &"liftoff", "another word: it is liftoff");
            return pendings;
        }
    }
    Failure::new(format!("not ready after {at_most} polls"))
        .expected("ready with \"liftoff\" in the poll after the last pending one")
        .seen("Pending, again and again")
        .cause(if tasks_alive() > 0 { BY_A_TASK } else { COUNT })
        .raise()
}
