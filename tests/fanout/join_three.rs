//! `join_three`: drive three futures at the same time without a task of their own.

use std::cell::RefCell;
use std::future::{poll_fn, ready};
use std::pin::pin;
use std::task::Poll;

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use tokio_katas::probe::prelude::*;
use tokio_test::task::{Spawn, spawn};

#[claim]
#[tokio::test(start_paused = true)]
async fn three_that_are_ready_take_no_time() {
    let seen = timed(join_three(ready(1), async { "two" }, ready('3'))).await;
    seen.gave((1, "two", '3'), "a result in another's place")
        .took_no_time("a sleep before or between the polls: wait for a wake-up, not for the clock");
}

/// The slowest takes 30 ms, whichever it is; the two others run meanwhile.
#[rstest]
#[case::slowest_first([30, 10, 20])]
#[case::slowest_in_the_middle([20, 30, 10])]
#[case::slowest_last([10, 20, 30])]
#[case::all_the_same([30, 30, 30])]
#[claim]
#[tokio::test(start_paused = true)]
async fn it_takes_as_long_as_the_slowest(#[case] ms: [u64; 3]) {
    let jobs = Jobs::lasting_ms(ms);
    let work = jobs.work();
    let seen = timed(join_three(work(0), work(1), work(2))).await;
    seen.took_ms(30, ONE_BY_ONE).gave((Done(0), Done(1), Done(2)), "a result in another's place");
}

/// Polls as a runtime does: only where it was asked to.
async fn poll_while_woken<F: Future>(call: &mut Spawn<F>) -> Poll<F::Output> {
    let_the_runtime_run().await;
    while call.is_woken() {
        if let Poll::Ready(value) = call.poll() {
            return Poll::Ready(value);
        }
        let_the_runtime_run().await;
    }
    Poll::Pending
}

/// Each future becomes ready by a message, in no time: only its wake-up can bring the caller back.
#[rstest]
#[case::in_order([0, 1, 2])]
#[case::backwards([2, 1, 0])]
#[case::middle_first([1, 2, 0])]
#[claim]
#[tokio::test(start_paused = true)]
async fn each_future_wakes_the_caller(#[case] order: [usize; 3]) {
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..3).map(|_| oneshot::channel::<usize>()).unzip();
    let mut senders: Vec<_> = senders.into_iter().map(Some).collect();
    let [a, b, c] = receivers.try_into().expect("three receivers");
    let mut call = spawn(join_three(a, b, c));
    let mut given = call.poll();
    if given.is_pending() {
        given = poll_while_woken(&mut call).await;
    }
    for name in order {
        expect(given.is_pending(), || Failure::new("it was ready before all three were"));
        senders[name].take().expect("a sender for each").send(name).expect("a receiver that waits");
        let_the_runtime_run().await;
        expect(call.is_woken(), || {
            Failure::new(format!("future {} was ready, and the caller was not woken", ["a", "b", "c"][name]))
                .expected("each of the three is polled with the caller's own waker")
                .seen("no wake-up")
                .cause(LOOKS_AGAIN)
        });
        given = poll_while_woken(&mut call).await;
    }
    let seen = match given {
        Poll::Ready((a, b, c)) => Some([a, b, c].map(|given| given.expect("a sender that has sent"))),
        Poll::Pending => None,
    };
    expect_eq("the results", &seen, &Some([0, 1, 2]), "a wake-up that was lost");
}

/// One ends at 10 ms; each of the others walks 50 ms in ten steps, and needs a poll at every one.
#[rstest]
#[case::a_ends_first([2, 10, 10])]
#[case::b_ends_first([10, 2, 10])]
#[case::c_ends_first([10, 10, 2])]
#[claim]
#[tokio::test(start_paused = true)]
async fn each_goes_on_whatever_the_others_do(#[case] steps: [usize; 3]) {
    let walk = async |name: &str, steps: usize| {
        let lane = Lane::new(name);
        lane.started();
        for _ in 0..steps {
            sleep_ms(5).await;
            lane.mark();
        }
        lane.ended(End::Finished);
        steps
    };
    let (a, b, c) = (walk("a", steps[0]), walk("b", steps[1]), walk("c", steps[2]));
    let seen = timed(join_three(a, b, c)).await;
    seen.took_ms(50, WAITS_FOR_ONE).gave(steps.into(), "a result in another's place");
}

/// Three players hand a ball round, twice: each holds it for 1 ms and needs all the others to go on.
#[claim]
#[tokio::test(start_paused = true)]
async fn they_may_wait_for_each_other() {
    on_deadlock(WAITS_FOR_ONE);
    let ((to_a, at_a), (to_b, at_b), (to_c, at_c)) = (channel(1), channel(1), channel(1));
    to_a.try_send(0).expect("room for the ball");
    let play = async |mut hand: Receiver<u32>, next: Sender<u32>| {
        let mut passes = 0;
        for _ in 0..2 {
            passes = hand.recv().await.expect("a ball");
            sleep_ms(1).await;
            next.send(passes + 1).await.expect("a place for the ball");
        }
        (passes, hand)
    };
    let seen = timed(join_three(play(at_a, to_b), play(at_b, to_c), play(at_c, to_a))).await;
    seen.took_ms(6, ONE_BY_ONE);
    let ((a, _), (b, _), (c, _)) = seen.value;
    expect_eq("the last passes", &(a, b, c), &(3, 4, 5), "a result in another's place");
}

/// What no task of its own could hold: all three borrow one local, which is not even `Sync`.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_futures_may_borrow_locals() {
    let diary = RefCell::new(Vec::new());
    let write = async |ms: u64, word: &'static str| {
        sleep_ms(ms).await;
        diary.borrow_mut().push(word);
    };
    let read = async {
        sleep_ms(25).await;
        diary.borrow().clone()
    };
    let ((), seen, ()) = join_three(write(20, "second"), read, write(10, "first")).await;
    expect_eq("what was written by 25 ms", &seen, &vec!["first", "second"], ONE_BY_ONE);
}

/// A future that fails the claim when it is polled after its end.
fn polled_with_care<F: Future>(name: &str, future: F) -> impl Future<Output = F::Output> {
    let mut future = Box::pin(future);
    let mut ended = false;
    poll_fn(move |cx| {
        expect(!ended, || {
            Failure::new(format!("future {name} was polled again after it was ready"))
                .expected("no poll after Poll::Ready")
                .seen("one more poll")
                .cause(POLLED_AGAIN)
        });
        let polled = future.as_mut().poll(cx);
        ended = polled.is_ready();
        polled
    })
}

/// Ready at once, at 10 ms and at 20 ms, in every order.
#[rstest]
#[case::a_first([0, 10, 20])]
#[case::b_first([10, 0, 20])]
#[case::c_first([20, 10, 0])]
#[claim]
#[tokio::test(start_paused = true)]
async fn none_is_polled_after_it_is_ready(#[case] ms: [u64; 3]) {
    let wait = async |ms| {
        if ms > 0 {
            sleep_ms(ms).await
        }
    };
    let [a, b, c] = ms.map(wait);
    join_three(polled_with_care("a", a), polled_with_care("b", b), polled_with_care("c", c)).await;
}

/// `a` is always ready to go on, a thousand times; `b` and `c` get their turns all the same.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_busy_one_does_not_hold_up_the_others() {
    let jobs = Jobs::lasting_ms([10, 20]);
    let busy = async {
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
    };
    timed(join_three(busy, jobs.work()(0), jobs.work()(1))).await.took_ms(20, ONE_BY_ONE);
    jobs.started(1).expect_at_ms(0, ONE_BY_ONE);
}

/// Three calls in one, nine jobs whose times no answer can know.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_futures_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..10 {
        new_scene();
        let ms: Vec<u64> = (0..9).map(|_| rng.pick(1..100)).collect();
        let jobs = Jobs::lasting_ms(ms.iter().copied());
        let three = |first: usize| {
            let work = jobs.work();
            join_three(work(first), work(first + 1), work(first + 2))
        };
        let expected = [0, 3, 6].map(|first| (Done(first), Done(first + 1), Done(first + 2)));
        let seen = timed(join_three(three(0), three(3), three(6))).await;
        seen.took_ms(ms.into_iter().max().unwrap_or(0), ONE_BY_ONE);
        let (a, b, c) = seen.value;
        expect_eq("the results", &[a, b, c], &expected, "a result in another's place");
    }
}

/// A future does nothing until it is polled, and its time begins there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let jobs = Jobs::lasting_ms([10, 20, 30]);
    let work = jobs.work();
    expect_needs_no_runtime(|| join_three(work(0), work(1), work(2)));
    new_scene();
    let jobs = Jobs::lasting_ms([10, 20, 30]);
    let work = jobs.work();
    let call = join_three(work(0), work(1), work(2));
    sleep_ms(15).await;
    const EAGER: &str = "polling or spawning in the call itself, before the returned future is polled";
    (0..3).for_each(|job| jobs.started(job).expect_never(EAGER));
    timed(call).await.took_at_least_ms(30, EAGER);
}

/// While it runs as well as after it.
#[claim]
#[tokio::test(start_paused = true)]
async fn no_task_is_spawned() {
    let jobs = Jobs::lasting_ms([10, 20, 30]);
    let work = jobs.work();
    let mut call = pin!(join_three(work(0), work(1), work(2)));
    drop_after_ms(15, &mut call).await;
    expect_no_tasks(SPAWNED);
    call.await;
    expect_no_tasks(SPAWNED);
}

/// Dropped before any of the jobs of 10, 20 and 30 ms is done, after the first, and after the second.
#[rstest]
#[case::before_any(5)]
#[case::after_one(15)]
#[case::after_two(25)]
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_drops_the_futures(#[case] ms: u64) {
    let jobs = Jobs::lasting_ms([10, 20, 30]);
    let work = jobs.work();
    drop_after_ms(ms, join_three(work(0), work(1), work(2))).await;
    let_the_runtime_run().await;
    jobs.expect_none_in_flight("a future that the call does not own any more: leaked (Box::leak, mem::forget) or spawned, it is kept alive");
    expect_no_tasks(SPAWNED);
}

type JoinThree = for<'a> fn(Part<'a, 0>, Part<'a, 1>, Part<'a, 2>) -> LocalBoxFuture<'a, All<'a>>;

type Part<'a, const SLOT: usize> = LocalErasedFuture<'a, LocalErased<'a, SLOT>>;
type All<'a> = (LocalErased<'a, 0>, LocalErased<'a, 1>, LocalErased<'a, 2>);

pub static ANSWER: Answer<JoinThree> = Answer::new();

fn join_three<'a, A, B, C>(a: A, b: B, c: C) -> LocalBoxFuture<'a, (A::Output, B::Output, C::Output)>
where
    A: Future<Output: 'static> + 'a,
    B: Future<Output: 'static> + 'a,
    C: Future<Output: 'static> + 'a,
{
    let (a, b, c) =
        (Part::new(a, LocalErased::new), Part::new(b, LocalErased::new), Part::new(c, LocalErased::new));
    then(ANSWER.get()(a, b, c), |(a, b, c)| (a.open(), b.open(), c.open()))
}

const ONE_BY_ONE: &str = "awaiting one after the other: their times add up, since a future that is not polled \
     does nothing; poll all three before you wait";
const WAITS_FOR_ONE: &str = "starting all three, but waiting for one of them alone: the others stand still where they \
     are, since only a poll moves a future on";
const LOOKS_AGAIN: &str = "looking again on a timer, with a waker that does nothing (now_or_never, noop_waker): each future is to be \
     polled with the caller's own waker, which wakes it in time";
const POLLED_AGAIN: &str = "polling all three at every turn: a future that has given its result must not be \
     polled again, so keep the result and skip that one";
const SPAWNED: &str = "tokio::spawn: the caller's own task polls the three, and a task that is spawned beside them goes on by itself";
