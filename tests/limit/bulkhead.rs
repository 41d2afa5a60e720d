//! `Bulkhead`: a fixed number of places, and no queue. A caller that finds no place gets its refusal at once.

use std::cell::Cell;
use std::future::{Future, pending};
use std::hint::spin_loop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use futures::channel::oneshot;
use futures::future::{BoxFuture, LocalBoxFuture, join};
use rstest::rstest;
use tokio::runtime::Handle;
use tokio::task::yield_now;
use tokio_katas::Overloaded;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{on_another_thread, on_two_threads, race};
use tokio_test::task::spawn;

/// Work of 10 ms, in the caller's own task, and nothing is added to it; nor where two of them run side by side.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_that_finds_a_place_runs_to_its_end() {
    on_deadlock("a place that is waited for although it is free");
    let bulkhead = Bulkhead::new(2);
    let jobs = Jobs::named("work", [10; 3]);
    let call = timed(bulkhead.try_run(jobs.work()(0))).await;
    call.gave(Ok(Done(0)), "an answer that is not the work's own")
        .took_ms(10, "a wait of its own before or after the work, with the place in hand");
    let both = join(bulkhead.try_run(jobs.work()(1)), bulkhead.try_run(jobs.work()(2)));
    timed(drop_after_ms(100, both)).await.took_ms(10, LOCK_HELD);
    expect_no_tasks("a task beside the work: a bulkhead needs none");
}

/// The one place is taken, so the work must not even be polled once: it would run without a place.
#[claim]
#[tokio::test(start_paused = true)]
async fn refused_work_is_never_polled() {
    // Often, since an answer may toss a coin between the work and the refusal.
    for job in [1, 0].repeat(12) {
        new_scene();
        let bulkhead = Bulkhead::new(1);
        let jobs = Jobs::named("work", [0, 10, 50]);
        let _holder = started(bulkhead.try_run(jobs.work()(2)));
        let cause = let_in(&bulkhead, jobs.started(2).at_ms().is_some());
        let answer = drop_after_ms(5, bulkhead.try_run(jobs.work()(job))).await;
        sleep_ms(20).await;
        let polled = "polling the work before there is a place for it, to see if it is ready anyway, or beside the wait";
        let raced = matches!(answer, Some(Err(Overloaded))) || job == 0;
        jobs.started(job).expect_never(if raced { polled } else { cause });
        expect_no_tasks("work spawned although there was no place for it");
    }
}

/// Both places are taken: the third call has its answer in no time.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_full_bulkhead_refuses_at_once() {
    let bulkhead = Bulkhead::new(2);
    let jobs = Jobs::named("work", [50, 50]);
    let _first = started(bulkhead.try_run(jobs.work()(0)));
    let _second = started(bulkhead.try_run(jobs.work()(1)));
    let cause = let_in(&bulkhead, jobs.started(1).at_ms().is_some());
    expect_refused_or(&bulkhead, cause).await;
    expect_no_tasks("work spawned although there was no place for it");
}

/// The finished call is still held, and not dropped: its place is free all the same.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_place_is_free_when_its_work_finishes() {
    let bulkhead = Bulkhead::new(1);
    let (done, work) = oneshot::channel();
    let mut call = started(bulkhead.try_run(work));
    let _ = done.send("done");
    expect(call.is_woken(), || {
        Failure::new("the work could go on, and the caller was not woken")
            .expected("the caller's waker is handed down to the work")
            .seen("no wake-up")
            .cause("polling the work with another waker than the caller's")
    });
    let polled = call.poll();
    let free = bulkhead.available();
    drop(call);
    let cause = if bulkhead.available() == 0 { NEVER_BACK } else { HELD_ON };
    expect_eq(PLACES, &free, &1, cause);
    let _next = started(bulkhead.try_run(pending::<()>()));
    expect_eq("the answer", &polled, &Poll::Ready(Ok(Ok("done"))), "something awaited after the work");
}

/// Five are refused at one place; when the work there ends, exactly one is free.
#[claim]
#[tokio::test(start_paused = true)]
async fn refusals_cost_no_place_and_give_none() {
    let bulkhead = Bulkhead::new(1);
    let (done, work) = oneshot::channel::<()>();
    let mut holder = started(bulkhead.try_run(work));
    for _ in 0..5 {
        expect_refused(&bulkhead).await;
        expect_free(&bulkhead, 0, GIVES_A_PLACE);
    }
    let _ = done.send(());
    let _ = holder.poll();
    expect_free(&bulkhead, 1, REFUSED_COUNTED);
    let _next = started(bulkhead.try_run(pending::<()>()));
    expect_refused(&bulkhead).await;
}

/// A timeout, a select or an abort drops work half-way: not one turn of the runtime later.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_place_is_free_when_its_work_is_dropped_half_way() {
    let bulkhead = Bulkhead::new(1);
    for _ in 0..3 {
        let call = started(bulkhead.try_run(pending::<()>()));
        drop(call);
        expect_free(&bulkhead, 1, LOST_PLACE);
    }
}

/// The panic comes out of `poll`, with its own text, and leaves a free place behind.
#[claim(one_order = "one poll by hand is to end the work")]
#[tokio::test(start_paused = true)]
async fn a_place_is_free_when_its_work_panics() {
    let bulkhead = Bulkhead::new(1);
    for _ in 0..2 {
        let jobs = Jobs::lasting_ms([10]).panicking(0, "work went wrong");
        let mut call = started(bulkhead.try_run(jobs.work()(0)));
        sleep_ms(10).await;
        let panic = catch_unwind(AssertUnwindSafe(|| call.poll().is_ready())).err();
        expect_free(&bulkhead, 1, LOST_PLACE);
        let text = panic.and_then(|payload| payload.downcast_ref::<&str>().copied());
        expect_eq("the panic's text", &text, &Some("work went wrong"), "a panic caught and not passed on");
    }
    timed(bulkhead.try_run(async { 1 })).await.gave(Ok(1), "a lock poisoned by the panic");
}

/// As many as there are places get in, and as places come back, as many again.
#[rstest]
#[case::one(1)]
#[case::two(2)]
#[case::forty(40)]
#[claim]
#[tokio::test(start_paused = true)]
async fn exactly_capacity_many_get_in(#[case] capacity: usize) {
    let bulkhead = Bulkhead::new(capacity);
    for _ in 0..2 {
        let running: Vec<_> = (0..capacity)
            .map(|_| {
                let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(pending());
                started(bulkhead.try_run(work))
            })
            .collect();
        expect_refused(&bulkhead).await;
        drop(running);
    }
}

/// Three places: 3, 2, 1, 0 are free as work comes in, and a refusal changes nothing.
#[claim]
#[tokio::test(start_paused = true)]
async fn available_counts_the_free_places() {
    let bulkhead = Bulkhead::new(3);
    expect_free(&bulkhead, 3, "a count that starts too low, or counts what is taken");
    let mut running = Vec::new();
    for free in [2, 1, 0] {
        running.push(started(bulkhead.try_run(pending::<()>())));
        expect_free(&bulkhead, free, "a count of something else than the free places");
    }
    expect_refused(&bulkhead).await;
    expect_free(&bulkhead, 0, GIVES_A_PLACE);
}

/// Of two calls for one place the one that is polled first gets it, not the one made first.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_call_that_is_not_polled_takes_no_place() {
    expect_needs_no_runtime(|| Bulkhead::new(1));
    let bulkhead = Bulkhead::new(1);
    expect_needs_no_runtime(|| bulkhead.try_run(async {}));
    expect_free(&bulkhead, 1, "a place given back by a call that never took one");
    let made_first = bulkhead.try_run(async { 1 });
    expect_free(&bulkhead, 1, TOO_EARLY);
    let _polled_first = started(bulkhead.try_run(pending::<()>()));
    expect_free(&bulkhead, 0, NOT_TAKEN);
    timed(made_first).await.gave(Err(Overloaded), TOO_EARLY);
    expect_free(&bulkhead, 0, "a place given back by a call that never took one");
}

/// The place is taken when the second call comes, and free when the third does. The second may have been
/// slow to answer; but if it is refused, it holds no place, and the third has to get in.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_refusal_under_way_takes_no_place() {
    for turns in 0..4 {
        let bulkhead = Bulkhead::new(1);
        let holder = started(bulkhead.try_run(pending::<()>()));
        let second = async { bulkhead.try_run(async {}).await.is_err() };
        let third = async {
            for _ in 0..turns {
                yield_now().await;
            }
            drop(holder);
            bulkhead.try_run(async {}).await.is_err()
        };
        let (second, third) = join(second, third).await;
        expect_not_both_refused(second && third, "one task");
    }
}

/// Of two calls one must have found the place free.
fn expect_not_both_refused(both: bool, how: &str) {
    expect(!both, || {
        Failure::new(format!("a free place was refused ({how})"))
            .expected("a place that its holder has left is free, even while another caller is being refused")
            .seen("Err(Overloaded) for two calls, the second made when the place was free")
            .cause(COUNTED_FIRST)
    });
}

#[claim]
#[tokio::test(start_paused = true)]
async fn a_capacity_of_zero_counts_as_one() {
    let bulkhead = Bulkhead::new(0);
    expect_free(&bulkhead, 1, "a capacity of 0 passed on: nothing ever gets in");
    let _holder = started(bulkhead.try_run(pending::<()>()));
    expect_refused(&bulkhead).await;
}

/// Work that looks at the bulkhead it runs in, and asks it for a second place.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_may_use_its_own_bulkhead() {
    on_deadlock("queueing for a place instead of being refused, or a lock held while the work runs");
    for (capacity, inner) in [(1, Err(Overloaded)), (2, Ok("inner"))] {
        let bulkhead = Bulkhead::new(capacity);
        let outer = async {
            expect_free(&bulkhead, capacity - 1, "a place taken or given back too late or too early");
            bulkhead.try_run(async { "inner" }).await
        };
        let answer = timed(bulkhead.try_run(outer)).await;
        answer.gave(Ok(inner), "a lock held while the work is polled, or a count off by one");
        expect_free(&bulkhead, capacity, HELD_ON);
    }
}

/// The work borrows a local and holds an `Rc`, so it stays in its caller's task.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_may_borrow_and_need_not_be_send() {
    let bulkhead = Bulkhead::new(1);
    let (mut total, count) = (0, Rc::new(Cell::new(0)));
    for round in 1..=3 {
        let answer = bulkhead.try_run(async {
            sleep_ms(10).await;
            total += round;
            count.set(count.get() + 1);
        });
        timed(answer).await.gave(Ok(()), LOST_PLACE).took_ms(10, "waiting before or after the work");
    }
    expect_eq("what the work added up", &(total, count.get()), &(6, 3), "work not run to its end");
}

/// Ten tasks, three places. Work of 10 ms: three get in. One of the next three is aborted half-way.
#[claim]
#[tokio::test(start_paused = true)]
async fn tasks_share_it() {
    let bulkhead = Arc::new(Bulkhead::new(3));
    let call = || {
        let bulkhead = Arc::clone(&bulkhead);
        tokio::spawn(async move {
            let work = ErasedFuture::new(sleep_ms(10), Erased::new);
            bulkhead.0.try_run_send(work).await.is_ok()
        })
    };
    let calls: Vec<_> = (0..10).map(|_| call()).collect();
    let mut let_in = 0;
    for call in calls {
        let_in += usize::from(call.await.is_ok_and(|ran| ran));
    }
    expect_eq("the number of calls let in", &let_in, &3, RACE);

    let calls: Vec<_> = (0..3).map(|_| call()).collect();
    sleep_ms(5).await;
    calls[1].abort();
    let_the_runtime_run().await;
    expect_free(&bulkhead, 1, LOST_PLACE);
}

/// Starts, ends, drops and lets panic in an order that no answer can know beforehand.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn any_course_of_events_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..6 {
        let capacity = rng.pick(1..5) as usize;
        let bulkhead = Bulkhead::new(capacity);
        let mut running = Vec::new();
        for _ in 0..60 {
            let (end, ended) = oneshot::channel::<bool>();
            let work = async { assert!(ended.await == Ok(true), "the work panics") };
            match rng.pick(0..5) {
                0..3 if running.len() < capacity => running.push((end, started(bulkhead.try_run(work)))),
                0..3 => expect_refused(&bulkhead).await,
                how if !running.is_empty() => {
                    let (end, mut call) = running.swap_remove(rng.pick(0..running.len() as u64) as usize);
                    if how == 3 {
                        let _ = end.send(rng.pick(0..2) == 0);
                        let _ = catch_unwind(AssertUnwindSafe(|| call.poll().is_ready()));
                    }
                }
                _ => drop(bulkhead.try_run(work)),
            }
            expect_free(&bulkhead, capacity - running.len(), LOST_PLACE);
        }
    }
}

// ------------------------------------------------------------------------------- real threads

/// Runs `round` on two threads at the same time, again and again.
fn press<F: Future<Output = ()>>(round: impl Fn() -> F + Sync) {
    expect(on_two_threads(round), || {
        Failure::new("try_run panicked when two threads used it at the same time")
            .expected("no panic")
            .seen("a panic in one of the threads")
            .cause(RACE)
    });
}

/// The one place is taken here, so it is taken on every other thread as well. Then two threads
/// press through it: were a race possible, it would most likely show.
#[claim(alone)]
#[tokio::test(start_paused = true)]
async fn threads_never_share_a_place() {
    let bulkhead = Bulkhead::new(1);
    let holder = started(bulkhead.try_run(pending::<()>()));
    let runtime = Handle::current();
    let elsewhere = || {
        let _inside = runtime.enter();
        (bulkhead.available(), spawn(bulkhead.try_run(async {})).poll())
    };
    let seen = on_another_thread(elsewhere);
    let per_thread = "a count for each thread (thread_local!) instead of one for all";
    expect_eq(
        "free places and the answer on another thread",
        &seen,
        &Some((0, Poll::Ready(Err(Overloaded)))),
        per_thread,
    );
    drop(holder);

    let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    press(async || {
        let work = async {
            most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            (0..50).for_each(|_| spin_loop());
            inside.fetch_sub(1, Ordering::SeqCst);
        };
        let _ = bulkhead.try_run(work).await;
    });
    let most = most.into_inner();
    expect_eq("the most threads in the one place", &most, &1, if most == 0 { ONE_THREADS_OWN } else { RACE });
    expect_free(&bulkhead, 1, RACE);
}

/// As many places as threads: there is always room, however the threads meet.
#[claim(alone)]
#[tokio::test(start_paused = true)]
async fn threads_are_not_refused_while_there_is_room() {
    let bulkhead = Bulkhead::new(2);
    let refused = AtomicUsize::new(0);
    press(async || {
        if bulkhead.try_run(async {}).await.is_err() {
            refused.fetch_add(1, Ordering::SeqCst);
        }
    });
    let collided = "taking a lock that is busy, or a count that has just changed, for a full house (try_lock, or \
         compare_exchange without a second try); or places that belong to one thread";
    expect_eq("refusals with a place for each thread", &refused.into_inner(), &0, collided);
    expect_free(&bulkhead, 2, RACE);
}

/// One place, free, and two threads that ask for it at the same time: they cannot both be refused.
#[claim(alone)]
#[tokio::test(start_paused = true)]
async fn threads_refuse_no_free_place() {
    struct Scene {
        bulkhead: Bulkhead,
        late: usize,
        arrived: AtomicUsize,
        refused: [AtomicBool; 2],
    }
    let (runtime, scenes) = (Handle::current(), Cell::new(0));
    let scene = || Scene {
        bulkhead: Bulkhead::new(1),
        late: scenes.replace(scenes.get() + 1) % 5,
        arrived: AtomicUsize::new(0),
        refused: Default::default(),
    };
    let ask = |scene: &Scene, thread: usize| {
        let _inside = runtime.enter();
        let mut call = scene.bulkhead.try_run(async {});
        // The thread that comes last knows it first, and lets the other catch up.
        match scene.arrived.fetch_add(1, Ordering::SeqCst) {
            0 => (0..5000).take_while(|_| scene.arrived.load(Ordering::SeqCst) < 2).for_each(|_| spin_loop()),
            _ => (0..scene.late).for_each(|_| spin_loop()),
        }
        let answer = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        scene.refused[thread].store(answer == Poll::Ready(Err(Overloaded)), Ordering::SeqCst);
    };
    let not_both = |scene: &Scene| !scene.refused.iter().all(|refused| refused.load(Ordering::SeqCst));
    let both = race(&scene, &|scene| ask(scene, 0), &|scene| ask(scene, 1), &not_both);
    expect_not_both_refused(both > 0, "two threads");
}

/// What an answer's `Bulkhead` is to the claims: with work that is `Send`, and with work that is not.
pub trait Places: Send + Sync {
    fn available(&self) -> usize;
    fn try_run<'a>(
        &'a self,
        work: LocalWork<'a>,
    ) -> LocalBoxFuture<'a, Result<LocalErased<'a, 0>, Overloaded>>;
    fn try_run_send(&self, work: ErasedFuture<Erased<0>>) -> BoxFuture<'_, Result<Erased<0>, Overloaded>>;
}

pub type LocalWork<'a> = LocalErasedFuture<'a, LocalErased<'a, 0>>;

pub static ANSWER: Answer<fn(usize) -> Box<dyn Places>> = Answer::new();

struct Bulkhead(Box<dyn Places>);

impl Bulkhead {
    fn new(capacity: usize) -> Bulkhead {
        Bulkhead(ANSWER.get()(capacity))
    }

    fn available(&self) -> usize {
        self.0.available()
    }

    fn try_run<'a, Fut>(&'a self, work: Fut) -> LocalBoxFuture<'a, Result<Fut::Output, Overloaded>>
    where
        Fut: Future<Output: 'static> + 'a,
    {
        let work = LocalErasedFuture::new(work, LocalErased::new);
        then(self.0.try_run(work), |output| output.map(LocalErased::open))
    }
}

const PLACES: &str = "the number of free places";
const GIVES_A_PLACE: &str = "a refusal that gives back a place that it never had: the guard is made before the look, \
     and its Drop runs after a refusal, too";
const LOCK_HELD: &str = "a lock held while the work runs: others wait for the lock although places are free";
const TWO_STEPS: &str =
    "looking for a place and taking it in two steps, with an .await between them: another comes in between";
const ONE_TOO_MANY: &str =
    "a count off by one: compared with `>` where `>=` is meant, one more gets in than there are places";
const NEVER_BACK: &str =
    "a place that is never given back, not even when its work is done: a permit that is forgotten";
const QUEUES: &str = "acquire().await, which queues for a place; try_acquire says at once that there is none";
const LOST_PLACE: &str = "a place that is given back only after `work.await` has returned: a panic or a drop never \
     comes that far; a guard gives it back in its Drop";
const TOO_EARLY: &str = "a place taken, or counted, when try_run is called; an async block does nothing before it is \
     polled";
const REFUSED_COUNTED: &str =
    "counting up before looking, and not counting down again when there was no place";
const RACE: &str = "looking for a place and taking it in two steps, or counting without an atomic or a lock: another \
     comes in between";
const COUNTED_FIRST: &str = "counting up first and looking afterwards: a caller that is about to be refused is counted for a moment, and \
     that moment refuses the next one a free place; look and count in one step (try_acquire, fetch_update)";
const ONE_THREADS_OWN: &str = "places that belong to one thread: callers on all others are refused";
const NOT_TAKEN: &str = "more work let in than there are places: a permit that is dropped at once (`let _ = …`), or acquire() \
     without its .await, which takes none";
const HELD_ON: &str = "a place held by something that outlives the work: the future that is already done, or a task \
     or channel that gives it back later";

/// A future that has been polled once and is in the middle of its work.
type Running<F> = tokio_test::task::Spawn<F>;

/// Polls `call` once: its work must have got a place, and be under way.
fn started<F: Future>(call: F) -> Running<F> {
    let mut call = spawn(call);
    expect(call.poll().is_pending(), || {
        Failure::new("try_run was ready before its work was")
            .expected("a free place, and work under way in it")
            .seen("ready on its first poll")
            .cause("refusing work although a place is free: a count off by one, or a place not given back")
    });
    call
}

fn expect_free(bulkhead: &Bulkhead, places: usize, cause: &str) {
    expect_eq(PLACES, &bulkhead.available(), &places, cause);
}

/// Why a full bulkhead would let more in. `begun` says whether the work that should fill it has begun.
fn let_in(bulkhead: &Bulkhead, begun: bool) -> &'static str {
    match (bulkhead.available(), begun) {
        (0, _) => ONE_TOO_MANY,
        (_, true) => NOT_TAKEN,
        (_, false) => TWO_STEPS,
    }
}

/// `try_run` must refuse the work, and not wait.
async fn expect_refused(bulkhead: &Bulkhead) {
    expect_refused_or(bulkhead, NOT_TAKEN).await;
}

/// As `expect_refused`, where `let_in` is the cause if the work is let in.
async fn expect_refused_or(bulkhead: &Bulkhead, let_in: &str) {
    let answer = timed(drop_after_ms(5, bulkhead.try_run(async {}))).await;
    expect(answer.value.is_some(), || {
        Failure::new("a full bulkhead let its caller wait for a place")
            .expected("Err(Overloaded) at once")
            .seen("no answer for 5 ms")
            .cause(QUEUES)
    });
    answer.gave(Some(Err(Overloaded)), let_in).took_no_time(QUEUES);
}
