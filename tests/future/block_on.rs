//! `block_on`: an executor polls, sleeps until it is woken, and polls again.
//!
//! Each call runs on a plain thread, without Tokio. The claims wait for it in real time, and an answer
//! that wakes up at all does so in microseconds.

use std::cell::Cell;
use std::future::{Future, poll_fn, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::thread::yield_now;
use std::time::{Duration, Instant};

use rstest::rstest;
use tokio::sync::mpsc;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{
    Gate, PlainThread, Stuck, park_until, race_to_sleep, sign_of_life, take_the_park_token,
};

#[claim]
#[tokio::test(start_paused = true)]
async fn it_gives_the_futures_output() {
    let seen = on_a_thread(FIRST, || {
        let word = String::from("word");
        (block_on(ready(7)), block_on(async { word.len() }), block_on(async { word }), block_on(yields(0)))
    });
    let expected = (7, 4, "word".to_owned(), 1);
    expect_eq("the outputs", &seen, &expected, FIRST);
}

/// For a tenth of a second nothing wakes it, so the thread has nothing to do. Then it is woken.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_sleeps_until_it_is_woken() {
    let gate = Gate::new();
    let polled = gate.clone();
    let thread = PlainThread::start(move || block_on(through(&polled)));
    expect(gate.is_polled(1), || Failure::new("the future was never polled").cause(NOT_POLLED));
    gate.expect_left_alone(SPINS);
    gate.open();
    awake(thread.finish(), NO_WAKER);
    gate.expect_slept_through(
        SPINS,
        "a sleep or a park_timeout in a loop: park without a time, until the waker ends it",
    );
    expect(gate.polls() < 10, || {
        Failure::new(format!("polled {} times for one wake-up", gate.polls())).cause(SPINS)
    });
}

/// Another thread wakes it, once in each poll, and the poll goes on until that has happened.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_wake_up_before_the_sleep_is_not_lost() {
    let polls = on_a_thread(CLEARED, || {
        let mut polls = 0;
        block_on(poll_fn(move |cx| {
            polls += 1;
            sign_of_life();
            if polls > 20 {
                return Poll::Ready(polls);
            }
            let woken = Arc::new(AtomicBool::new(false));
            let (waker, done) = (cx.waker().clone(), Arc::clone(&woken));
            let _other = PlainThread::start(move || {
                waker.wake();
                done.store(true, Ordering::SeqCst);
            });
            while !woken.load(Ordering::SeqCst) {
                yield_now();
            }
            Poll::Pending
        }))
    });
    expect_eq("the number of polls", &polls, &21, NOT_POLLED);
}

/// Each poll but the last wakes its own task, three times: the wake-ups are there before the thread can sleep.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_wake_up_during_the_poll_is_not_lost() {
    for times in [1, 2, 1000] {
        let polls = on_a_thread(BLOCKING_WAKE, move || block_on(yields(times)));
        expect_eq("the number of polls", &polls, &(times + 1), NOT_POLLED);
    }
}

/// Woken three times for nothing: it is polled each time, and sleeps again.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_sleeps_again_after_a_wake_up_for_nothing() {
    let gate = Gate::new();
    let polled = gate.clone();
    let thread = PlainThread::start(move || block_on(through(&polled)));
    for polls in 1..=3 {
        expect(gate.is_polled(polls), || {
            Failure::new(format!("woken, and poll {polls} did not come"))
                .expected("a wake-up leads to another poll")
                .seen(format!("{} polls", gate.polls()))
                .cause(NO_WAKER)
        });
        gate.wake();
    }
    expect(gate.is_polled(4), || Failure::new("woken for the third time, and not polled").cause(NO_WAKER));
    gate.expect_left_alone("a flag that stays set after the first wake-up: from then on it never sleeps");
    gate.open();
    awake(thread.finish(), NO_WAKER);
}

/// Inside `poll` the thread parks for something else, as the `recv` of a std channel does. The wake-up has come by then,
/// or comes meanwhile.
#[rstest]
#[case::woken_before(false)]
#[case::woken_meanwhile(true)]
#[claim]
#[tokio::test(start_paused = true)]
async fn poll_may_park_the_thread_itself(#[case] meanwhile: bool) {
    fn parks(cx: &Context<'_>, meanwhile: bool) {
        if !meanwhile {
            cx.waker().wake_by_ref();
            return take_the_park_token();
        }
        let over = Arc::new(AtomicBool::new(false));
        let (waker, done) = (cx.waker().clone(), Arc::clone(&over));
        let _other = PlainThread::start(move || {
            waker.wake();
            done.store(true, Ordering::SeqCst);
        });
        park_until(&over);
    }
    let naps = on_a_thread(TOKEN, move || {
        let mut naps = Vec::new();
        let mut parked: Option<Instant> = None;
        block_on(poll_fn(|cx| {
            sign_of_life();
            naps.extend(parked.map(|since| since.elapsed()));
            if naps.len() == 12 {
                return Poll::Ready(());
            }
            parks(cx, meanwhile);
            parked = Some(Instant::now());
            Poll::Pending
        }));
        naps
    });
    // A busy machine may be slow, but not twelve times: between the two polls it has nothing to do.
    let shortest = naps.into_iter().min().unwrap_or_default();
    expect(shortest < Duration::from_millis(1), || {
        Failure::new("a future that had been woken was polled only after a rest")
            .expected("another poll at once")
            .seen(format!("{} µs of real time at least", shortest.as_micros()))
            .cause(
                "park_timeout or sleep as a net under lost wake-ups: keep the wake-up in a flag, and \
                 none is lost",
            )
    });
}

/// A poll that blocks on something else; the outer wake-up comes before the inner sleep, or meanwhile.
#[claim]
#[tokio::test(start_paused = true)]
async fn block_on_may_be_nested() {
    let seen = on_a_thread(STATIC, || {
        let mut inner = Vec::new();
        block_on(poll_fn(|cx| {
            match inner.len() {
                0 => {
                    cx.waker().wake_by_ref();
                    let nested = catch_unwind(AssertUnwindSafe(|| block_on(yields(2))));
                    let Ok(polls) = nested else { return Poll::Ready(()) };
                    inner.push(polls);
                }
                1 => {
                    let (gate, outer) = (Gate::new(), cx.waker().clone());
                    let opened = gate.clone();
                    let _other = PlainThread::start(move || {
                        outer.wake();
                        if opened.is_polled(1) {
                            opened.open();
                        }
                    });
                    block_on(through(&gate));
                    inner.push(1);
                }
                _ => return Poll::Ready(()),
            }
            Poll::Pending
        }));
        inner
    });
    expect(!seen.is_empty(), || {
        Failure::new("a call of block_on inside another panicked")
            .expected("a poll may block on another future")
            .seen("a panic")
            .cause(
                "the block_on of Tokio or of another library, which refuses to run inside another: this \
                 is to be your own",
            )
    });
    expect_eq("what the inner futures gave", &seen, &vec![3, 1], NOT_POLLED);
}

/// Two threads: the second is woken, then the first. The first is polled, and the second must be polled as well.
#[claim]
#[tokio::test(start_paused = true)]
async fn threads_block_on_side_by_side() {
    let (first, second) = (Gate::new(), Gate::new());
    let polled = first.clone();
    let one = PlainThread::start(move || block_on(through(&polled)));
    expect(first.is_polled(1), || Failure::new("the future was never polled").cause(NOT_POLLED));
    let (neighbour, polled) = (first.clone(), second.clone());
    let two = PlainThread::start(move || {
        let mut woken = false;
        block_on(poll_fn(|cx| {
            let _ = polled.poll(cx);
            if woken {
                return Poll::Ready(());
            }
            woken = true;
            cx.waker().wake_by_ref();
            neighbour.wake();
            // Until the other thread has seen its own wake-up.
            neighbour.is_polled(2);
            Poll::Pending
        }));
    });
    awake(two.finish(), STATIC);
    expect(first.is_polled(2), || Failure::new("a wake-up woke the wrong thread").cause(STATIC));
    first.open();
    awake(one.finish(), STATIC);
}

/// A waker may be kept for any length of time, and woken when it no longer matters.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_late_wake_up_does_no_harm() {
    fn keep() -> Waker {
        block_on(poll_fn(|cx| Poll::Ready(cx.waker().clone())))
    }
    let polls = on_a_thread(STATIC, || {
        let late = catch_unwind(AssertUnwindSafe(|| {
            let late = keep();
            late.wake_by_ref();
            PlainThread::start(move || late.wake())
        }));
        let woken = late.is_ok_and(|other| catch_unwind(AssertUnwindSafe(|| other.finish())).is_ok());
        let late = keep();
        let meanwhile = poll_fn(|cx: &mut Context<'_>| {
            late.wake_by_ref();
            cx.waker().wake_by_ref();
            Poll::<()>::Pending
        });
        let mut meanwhile = Box::pin(meanwhile);
        let mut polls = 0;
        woken.then(|| {
            block_on(poll_fn(|cx| {
                polls += 1;
                if polls > 3 { Poll::Ready(polls) } else { meanwhile.as_mut().poll(cx).map(|()| 0) }
            }))
        })
    });
    expect(polls.is_some(), || {
        Failure::new("a waker panicked that was woken after block_on had returned")
            .expected("nothing happens")
            .seen("a panic")
            .cause("unwrap on something that is gone by then, such as a channel's receiver")
    });
    expect_eq("the polls of the next future", &polls, &Some(4), STATIC);
}

/// Thousands of wake-ups from another thread, before the sleep, after it, and right in between.
#[claim(alone)]
#[tokio::test(start_paused = true)]
async fn no_wake_up_is_lost_in_a_race() {
    awake(race_to_sleep(block_on), WINDOW);
}

/// What could not move to another thread: a future that borrows a local and holds an `Rc`, and gives one.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_future_may_borrow_and_need_not_be_send() {
    let seen = on_a_thread(CLEARED, || {
        let (total, mut words) = (Rc::new(Cell::new(0)), Vec::new());
        let given: Rc<Cell<usize>> = block_on(async {
            for round in 0..3 {
                total.set(total.get() + yields(round).await);
                words.push(round);
            }
            Rc::clone(&total)
        });
        (given.get(), words)
    });
    expect_eq("what it gave, and what it wrote", &seen, &(6, vec![0, 1, 2]), NOT_POLLED);
}

/// A sender and a receiver block on their ends of one channel, with random words.
#[claim]
#[tokio::test(start_paused = true)]
async fn two_threads_talk_through_a_channel() {
    let mut rng = Rng::of_this_run();
    for capacity in 1..4 {
        let words = rng.words(300);
        let (tx, mut rx) = mpsc::channel(capacity);
        let sent = words.clone();
        let sender = PlainThread::start(move || {
            for word in sent {
                sign_of_life();
                let _ = block_on(tx.send(word));
            }
        });
        let received = on_a_thread(NO_WAKER, move || {
            let mut received = Vec::new();
            while let Some(word) = block_on(rx.recv()) {
                received.push(word);
            }
            received
        });
        awake(sender.finish(), NO_WAKER);
        expect_eq("the words that came through", &received, &words, NOT_POLLED);
    }
}

type BlockOn = for<'a> fn(LocalErasedFuture<'a, LocalErased<'a, 0>>) -> LocalErased<'a, 0>;

pub static ANSWER: Answer<BlockOn> = Answer::new();

fn block_on<F: Future<Output: 'static>>(future: F) -> F::Output {
    ANSWER.get()(LocalErasedFuture::new(future, LocalErased::new)).open()
}

const NOT_POLLED: &str = "parking for good: after each wake-up the future is polled again, until it is ready";
const FIRST: &str = "parking before the first poll: the first poll needs no wake-up, it is what asks for one";
const NO_WAKER: &str =
    "a waker that does not reach the thread: Wake has to unpark the very thread that is parked";
const SPINS: &str = "polling, or looking at a flag, in a loop: park the thread, and let the waker unpark it";
const CLEARED: &str = "a flag that is cleared after the poll, or before the thread parks: a wake-up that \
     came while the future was polled is forgotten; clear it before the poll, or with the swap that sees it";
const BLOCKING_WAKE: &str = "a wake that blocks until the one before has been seen, here in the poll \
     itself: a wake-up that is already there needs no second";
const TOKEN: &str = "relying on park alone: anything else that parks this thread takes the token that \
     unpark left; set a flag in wake, and park until the flag is set";
const STATIC: &str =
    "a flag or a thread kept in a static or thread_local!: each call of block_on has its own";
const WINDOW: &str = "a gap between looking at the flag and falling asleep: a wake-up that comes in between \
     finds the thread awake, and is lost; or a flag that is set only after the unpark";

/// What `work` gives on a plain thread. `cause` is why a thread would sleep there for ever.
fn on_a_thread<T: Send + 'static>(cause: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    awake(PlainThread::start(work).finish(), cause)
}

fn awake<T>(end: Result<T, Stuck>, cause: &str) -> T {
    end.unwrap_or_else(|stuck| {
        let (headline, seen) = match stuck {
            Stuck::Asleep => (
                "a wake-up was lost: the future was woken, and the thread sleeps for ever",
                "asleep, and nothing is left that could wake it",
            ),
            Stuck::Busy => ("block_on spins, and never comes back", "a thread that computes without an end"),
        };
        Failure::new(headline).expected("a wake-up leads to another poll").seen(seen).cause(cause).raise()
    })
}

/// Pending so many times, and woken three times by its own poll each time. How often it was polled.
fn yields(times: usize) -> impl Future<Output = usize> {
    let mut polls = 0;
    poll_fn(move |cx| {
        polls += 1;
        sign_of_life();
        if polls > times {
            return Poll::Ready(polls);
        }
        cx.waker().wake_by_ref();
        let waker = cx.waker().clone();
        waker.wake();
        cx.waker().wake_by_ref();
        Poll::Pending
    })
}

async fn through(gate: &Gate) {
    poll_fn(|cx| gate.poll(cx)).await;
}
