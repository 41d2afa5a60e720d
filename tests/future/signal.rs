//! `Signal`: a task that waits leaves a waker, and raising the signal wakes them all.

use std::pin::Pin;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Wake};
use std::time::Duration;

use futures::future::BoxFuture;
use rstest::rstest;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{CountingWaker, PlainThread, on_another_thread, race};

#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn raise_wakes_a_future_that_waits() {
    let signal = Signal::new();
    let mut waiter = Waiter::waiting_for(&signal);
    signal.raise();
    if waiter.task.rings() == 0 {
        sleep_ms(1000).await;
        let looks = waiter.poll_is_ready() && waiter.task.rings() > 0;
        waiter.task = CountingWaker::new();
        waiter.expect_woken(if looks { NOW_AND_THEN } else { NOT_WOKEN });
    }
    waiter.expect_ready(FORGOTTEN);
    expect_no_tasks("a task beside the signal: raise calls the wakers itself");
}

/// The future is older than the raise and was never polled, or it is newer, or it is the first of all.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn raised_before_the_first_poll_is_ready_at_once() {
    let signal = Signal::new();
    let mut older = Waiter::new(&signal);
    signal.raise();
    older.expect_ready(FORGOTTEN);
    Waiter::new(&signal).expect_ready(USED_UP);
    timed(signal.raised()).await.took_no_time(FORGOTTEN);
    let without_waiters = Signal::new();
    without_waiters.raise();
    Waiter::new(&without_waiters).expect_ready(FORGOTTEN);
}

#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn it_stays_raised() {
    const TOGGLE: &str = "a state that is turned back by a second raise: raised stays raised";
    let signal = Signal::new();
    let mut early = Waiter::waiting_for(&signal);
    for cause in [USED_UP, TOGGLE, TOGGLE] {
        signal.raise();
        (0..40).for_each(|_| Waiter::new(&signal).expect_ready(cause));
    }
    early.expect_woken(NOT_WOKEN);
    early.expect_ready(TOGGLE);
}

/// Looked at before any of them is polled again: raise itself has woken them all.
#[rstest]
#[case::two(2)]
#[case::forty(40)]
#[case::a_thousand(1000)]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn all_that_wait_are_woken(#[case] waiters: usize) {
    let signal = Signal::new();
    let mut all: Vec<Waiter> = (0..waiters).map(|_| Waiter::waiting_for(&signal)).collect();
    signal.raise();
    let woken = all.iter().filter(|waiter| waiter.task.rings() > 0).count();
    if woken < waiters {
        let mut cause = if all[waiters - 1].task.rings() > 0 { SLOT } else { ONE_ONLY };
        if let Some(first) = all.iter_mut().find(|waiter| waiter.task.rings() > 0) {
            first.poll_is_ready();
        }
        if all.iter().filter(|waiter| waiter.task.rings() > 0).count() > woken {
            cause = BATON;
        }
        expect_eq("the tasks woken by one raise", &woken, &waiters, cause);
    }
    all.iter_mut().for_each(|waiter| waiter.expect_ready(FORGOTTEN));
}

/// A clone raises and the original's futures are ready, and the other way round.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn clones_are_one_signal() {
    for raised_by_the_clone in [true, false] {
        let signal = Signal::new();
        let mut early = Waiter::waiting_for(&signal);
        let clone = signal.clone();
        let mut late = Waiter::waiting_for(&clone);
        if raised_by_the_clone {
            clone.raise()
        } else {
            signal.raise()
        }
        for waiter in [&mut early, &mut late] {
            waiter.expect_woken(PARTED);
            waiter.expect_ready(PARTED);
        }
        Waiter::new(&clone.clone()).expect_ready(PARTED);
        Waiter::new(&Signal::new())
            .expect_pending("a state in a static: two signals that are not clones are two");
    }
}

/// A task that owns it may run on another thread, and outlive every handle.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_future_may_outlive_the_signal() {
    let (mut waiter, mut late) = {
        let signal = Signal::new();
        let waiter = Waiter::waiting_for(&signal);
        signal.clone().raise();
        (waiter, Waiter::new(&signal))
    };
    const GONE: &str = "a state that is gone with the last handle: each future holds it as well";
    waiter.expect_woken(NOT_WOKEN);
    late.expect_ready(GONE);
    drop(late);
    waiter.expect_ready(GONE);
}

/// Polled by one task, then by a second, and at last by the first again: the latest one counts.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn the_latest_waker_counts() {
    for polled_by in [vec![0, 1], vec![0, 1, 0], vec![0, 0, 1, 1, 2]] {
        let signal = Signal::new();
        let tasks = [CountingWaker::new(), CountingWaker::new(), CountingWaker::new()];
        let _neighbour = Waiter::waiting_for(&signal);
        let mut raised = Box::pin(signal.raised());
        for &task in &polled_by {
            let _ = tasks[task].poll(raised.as_mut());
        }
        signal.raise();
        CountingWaker::expect_latest_woken(&tasks, &polled_by, "raise", LATEST);
    }
}

/// Nothing raises it: neither a poll nor a clone, another future, time, or the end of the last handle.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn nothing_else_wakes() {
    let signal = Signal::new();
    let mut waiter = Waiter::waiting_for(&signal);
    waiter.expect_not_woken("its own poll", SPINS);
    waiter.expect_pending("a signal that is raised by being looked at");
    let mut other = Waiter::waiting_for(&signal);
    waiter.expect_not_woken("another future's poll", "a poll that wakes other tasks than its own");
    other.expect_pending("a signal that is raised by being looked at");
    drop(other);
    drop(Waiter::new(&signal));
    waiter.expect_not_woken("another future's end", "a future that wakes the others when it is dropped");
    drop(signal.clone());
    waiter.expect_not_woken(
        "the end of a clone",
        "a handle that raises when it is dropped: every clone is a handle",
    );
    sleep_ms(60_000).await;
    let_the_runtime_run().await;
    waiter.expect_not_woken("time", NOW_AND_THEN);
    expect_no_tasks("a task beside the signal: raise calls the wakers itself");
    drop(vec![signal]);
    waiter.expect_not_woken(
        "the end of the last handle",
        "waiting on a channel that closes with its last sender: the end of a channel is not a raise",
    );
    waiter.expect_pending(BY_OTHERS);
}

/// Dropped while it waits, after the raise, and when it is done: no waker of its task is left.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn it_keeps_no_waker_of_a_dropped_future() {
    fn expect_none_kept(task: &CountingWaker, when: &str) {
        let kept = task.kept();
        expect(kept == 0, || {
            Failure::new(format!("the signal keeps {kept} wakers of futures that were dropped {when}"))
                .expected("a dropped future takes its waker with it")
                .seen(format!("{kept} wakers kept: each holds its task in memory, and wakes it for nothing"))
                .cause(KEPT)
        });
    }
    let signal = Signal::new();
    let mut still_waiting = Waiter::waiting_for(&signal);
    let task = CountingWaker::new();
    for _ in 0..1000 {
        let mut raised = Box::pin(signal.raised());
        let _ = task.poll(raised.as_mut());
        let _ = task.poll(raised.as_mut());
    }
    expect_none_kept(&task, "while they waited");
    let mut dropped_after = Box::pin(signal.raised());
    let _ = task.poll(dropped_after.as_mut());
    let mut done = Box::pin(signal.raised());
    let _ = task.poll(done.as_mut());
    signal.raise();
    drop(dropped_after);
    let _ = task.poll(done.as_mut());
    drop(done);
    expect_none_kept(&task, "after the raise");
    still_waiting.expect_woken(SHIFTED);
    still_waiting.expect_ready(FORGOTTEN);
}

/// A task polls two futures of one signal, drops one, and goes on waiting for the other.
#[rstest]
#[case::the_first_goes(0)]
#[case::the_second_goes(1)]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn one_task_may_wait_twice(#[case] goes: usize) {
    let (signal, task) = (Signal::new(), CountingWaker::new());
    let mut both = vec![Box::pin(signal.raised()), Box::pin(signal.raised())];
    for raised in &mut both {
        let _ = task.poll(raised.as_mut());
    }
    drop(both.remove(goes));
    signal.raise();
    expect(task.rings() > 0, || {
        Failure::new("a task had two futures of the signal, dropped one, and was not woken for the other")
            .expected("a dropped future takes its own waker with it, and no other")
            .seen("no wake-up")
            .cause(EQUAL_WAKERS)
    });
}

/// One task polls one future a thousand times, as a select! in a loop does.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn polling_again_adds_no_wakers() {
    let signal = Signal::new();
    let mut waiter = Waiter::waiting_for(&signal);
    for _ in 0..1000 {
        waiter.expect_pending("a signal that is raised by being looked at");
    }
    waiter.task.expect_few_kept(
        "a waker pushed in every poll: the list grows with each poll until the signal is raised",
    );
    signal.raise();
    waiter.expect_woken(NOT_WOKEN);
}

/// Five tasks of a runtime wait; raised at 25 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn tasks_wait_until_it_is_raised() {
    let signal = Signal::new();
    let tasks: Vec<_> = (0..5).map(|_| tokio::spawn(timed(signal.raised()))).collect();
    sleep_ms(25).await;
    expect_eq(
        "tasks that are done before the raise",
        &tasks.iter().filter(|task| task.is_finished()).count(),
        &0,
        BY_OTHERS,
    );
    signal.raise();
    for task in tasks {
        let ended = drop_after_ms(1000, task).await.unwrap_or_else(|| {
            Failure::new("the signal was raised, and a task that waits for it never went on")
                .expected("raise wakes all tasks that wait")
                .seen("a task that still waits after a second")
                .cause(NOT_WOKEN)
                .raise()
        });
        ended.expect("nothing aborts it").took_ms(25, NOT_WOKEN);
    }
}

/// Futures made, polled and dropped in a random order; then the raise.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn any_course_of_events_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..20 {
        let mut handles = vec![Signal::new()];
        let mut waiters: Vec<(bool, Waiter)> = Vec::new();
        for _ in 0..80 {
            let any = |rng: &mut Rng, of: usize| rng.pick(0..of as u64) as usize;
            let handle = any(&mut rng, handles.len());
            match rng.pick(0..6) {
                0 | 1 => waiters.push((false, Waiter::new(&handles[handle]))),
                2 | 3 if !waiters.is_empty() => {
                    let at = any(&mut rng, waiters.len());
                    waiters[at].1.expect_pending(BY_OTHERS);
                    waiters[at].0 = true;
                }
                4 if !waiters.is_empty() => {
                    let at = any(&mut rng, waiters.len());
                    let Waiter { task, .. } = waiters.swap_remove(at).1;
                    expect_eq("wakers kept of a dropped future", &task.kept(), &0, SHIFTED);
                }
                5 if rng.pick(0..2) == 0 => handles.push(handles[handle].clone()),
                _ if handles.len() > 1 => drop(handles.swap_remove(handle)),
                _ => {}
            }
        }
        waiters.iter().for_each(|(_, waiter)| waiter.expect_not_woken("another future or handle", BY_OTHERS));
        handles[0].raise();
        for (polled, waiter) in &mut waiters {
            if *polled {
                waiter.expect_woken(SHIFTED);
            }
            waiter.expect_ready(PARTED);
        }
    }
}

// ------------------------------------------------------------------------------- real threads

/// Made and raised on threads that have no runtime.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn it_is_raised_from_another_thread() {
    expect_needs_no_runtime(|| Signal::new().raised());
    let signal = Signal::new();
    let mut here = Waiter::waiting_for(&signal);
    let there = on_another_thread(|| {
        let waiter = Waiter::waiting_for(&signal);
        signal.raise();
        waiter
    });
    here.expect_woken("a state for each thread (thread_local!), or a raise that needs a runtime");
    here.expect_ready("a state for each thread (thread_local!)");
    expect(there.is_some_and(|there| there.task.rings() > 0), || {
        Failure::new("a future polled on a thread without a runtime was not woken, or panicked")
            .cause(NOT_WOKEN)
    });
}

/// A task that runs as soon as it is woken, and makes a future of its own, while raise may still be running.
struct Prompt {
    signal: Signal,
    run: Mutex<Option<PlainThread<(bool, Waiter)>>>,
}

impl Wake for Prompt {
    fn wake(self: Arc<Self>) {
        let (signal, (tell, told)) = (self.signal.clone(), channel());
        let thread = PlainThread::start(move || {
            let mut waiter = Waiter::new(&signal);
            let ready = waiter.poll_is_ready();
            let _ = tell.send(());
            (ready, waiter)
        });
        // An answer may hold its lock while it wakes: then this poll comes later, and that is right.
        let _ = told.recv_timeout(Duration::from_millis(50));
        *self.run.lock().expect("nobody panics with it in hand") = Some(thread);
    }
}

#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn who_is_woken_finds_it_raised() {
    let signal = Signal::new();
    let prompt = Arc::new(Prompt { signal: signal.clone(), run: Mutex::default() });
    let mut raised = Box::pin(signal.raised());
    let _ = raised.as_mut().poll(&mut Context::from_waker(&Arc::clone(&prompt).into()));
    signal.raise();
    let run = prompt.run.lock().expect("nobody panics with it in hand").take();
    let seen = run.and_then(|thread| thread.finish().ok());
    expect(seen.is_some_and(|(ready, waiter)| ready || waiter.task.rings() > 0), || {
        Failure::new("a task that was woken looked at once, and waits for ever")
            .expected("the signal is raised before any task is woken")
            .seen("Pending, and no wake-up after that")
            .cause(
                "waking first and setting the flag after that: a task that is woken may run before raise \
                 goes on",
            )
    });
}

/// What two threads meet in.
struct Scene {
    signal: Signal,
    waiters: [Mutex<Met>; 2],
}

struct Met {
    waiter: Waiter,
    pending: bool,
    ready: bool,
}

impl Scene {
    fn new() -> Scene {
        let signal = Signal::new();
        let met = || Mutex::new(Met { waiter: Waiter::new(&signal), pending: false, ready: false });
        Scene { waiters: [met(), met()], signal }
    }

    fn waiter(&self, which: usize) -> MutexGuard<'_, Met> {
        self.waiters[which].lock().expect("nobody panics with a waiter in hand")
    }

    fn poll(&self, which: usize) {
        let mut met = self.waiter(which);
        met.ready = met.waiter.poll_is_ready();
        met.pending = !met.ready;
    }

    /// A second task takes the future over: the first one's wake-ups do not count any more.
    fn poll_from_a_second_task(&self, which: usize) {
        self.waiter(which).waiter.task = CountingWaker::new();
        self.poll(which);
    }

    /// Each one that was pending has been woken, and all are ready now.
    fn nobody_waits_for_ever(&self) -> bool {
        [0, 1].map(|which| self.waiter(which)).iter_mut().all(|met| {
            (!met.pending || met.waiter.task.rings() > 0) && (met.ready || met.waiter.poll_is_ready())
        })
    }
}

/// The raise on one thread meets a poll on the other, in thousands of rounds: the first poll of one
/// future and then of a second, or a poll that takes a future over to another task.
#[rstest]
#[case::the_first_poll(|scene: &Scene| (0..2).for_each(|waiter| scene.poll(waiter)), |scene: &Scene| scene.signal.raise())]
#[case::a_poll_from_a_second_task(|scene: &Scene| scene.poll_from_a_second_task(0), |scene: &Scene| scene.signal.raise())]
#[claim(alone, unconstrained)]
#[tokio::test(start_paused = true)]
async fn no_wake_up_is_lost_between_threads(#[case] left: fn(&Scene), #[case] right: fn(&Scene)) {
    let scene = || {
        let scene = Scene::new();
        scene.poll(0);
        scene
    };
    let lost = race(&scene, &left, &right, &Scene::nobody_waits_for_ever);
    expect(lost == 0, || {
        Failure::new("a raise met a poll on another thread, and a task was never woken")
            .expected("the poll sees that the signal is raised, or raise sees the waker")
            .seen(format!("{lost} rounds in which a task would wait for ever"))
            .cause(RACE)
    });
}

/// Two threads leave a waker each at the same time; then two threads raise.
#[claim(alone, unconstrained)]
#[tokio::test(start_paused = true)]
async fn threads_share_it() {
    let polled = |scene: &Scene| {
        scene.signal.raise();
        scene.nobody_waits_for_ever()
    };
    let forgotten = race(&Scene::new, &|scene| scene.poll(0), &|scene| scene.poll(1), &polled);
    expect_eq("the rounds in which a raise forgot one of two threads", &forgotten, &0, RACE);
    let waiting = || {
        let scene = Scene::new();
        (0..2).for_each(|waiter| scene.poll(waiter));
        scene
    };
    let raise = |scene: &Scene| scene.signal.raise();
    let forgotten = race(&waiting, &raise, &raise, &Scene::nobody_waits_for_ever);
    expect_eq("the rounds in which two raises at once forgot a task", &forgotten, &0, RACE);
}

/// What an answer's `Signal` is to the claims. Its future is another type of the answer.
pub trait Handle: Send + Sync {
    fn raise(&self);
    fn raised(&self) -> BoxFuture<'static, ()>;
    fn clone_box(&self) -> Box<dyn Handle>;
}

pub static ANSWER: Answer<fn() -> Box<dyn Handle>> = Answer::new();

struct Signal(Box<dyn Handle>);

impl Signal {
    fn new() -> Signal {
        Signal(ANSWER.get()())
    }

    fn raise(&self) {
        self.0.raise()
    }

    fn raised(&self) -> Raised {
        Raised(self.0.raised())
    }
}

impl Clone for Signal {
    fn clone(&self) -> Signal {
        Signal(self.0.clone_box())
    }
}

struct Raised(BoxFuture<'static, ()>);

impl Future for Raised {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.0.as_mut().poll(cx)
    }
}

const NOT_WOKEN: &str = "a future that was pending and left no waker, or one that raise does not wake: \
     without a wake-up it is never polled again";
const NOW_AND_THEN: &str = "looking at the flag now and then, on a timer: leave a waker, and raise wakes it";
const FORGOTTEN: &str = "raise only wakes those that wait already: the signal has to remember that it was \
     raised, and poll has to look before it waits";
const USED_UP: &str = "a state that is used up by the first task that sees it: raised stays raised";
const SLOT: &str = "one place for a waker, in which the last to come replaces the others";
const ONE_ONLY: &str = "waking one of them, as notify_one does, and not all";
const BATON: &str =
    "waking only the first, which is to wake the next: one that is slow or gone breaks the chain";
const SPINS: &str =
    "a poll that wakes its own task: it is polled again at once, and again, until the signal is raised";
const LATEST: &str = "a waker kept from the first poll: a future may be polled from another task, so every \
     pending poll puts the waker of that poll in place of the last (clone_from spares the clone if it is \
     the same)";
const KEPT: &str =
    "a list of wakers from which nothing is taken when a future is dropped: implement Drop for Raised";
const SHIFTED: &str = "taking another's waker out of the list: places in a Vec shift when one is removed; \
     give each future a key of its own";
const EQUAL_WAKERS: &str = "one waker for each task: two futures of one task have equal wakers, and each \
     needs its own; give each future a key of its own";
const BY_OTHERS: &str = "waking for something other than raise: when a future or a handle comes or goes";
const PARTED: &str =
    "a clone that copies the state instead of sharing it: put what the clones share behind one Arc";
const RACE: &str = "looking at the flag and leaving the waker in two steps: a raise in between wakes \
     nothing, and the waker stays there for ever; do both under one lock, or look again after leaving it";

/// A future that waits, and the task that polls it.
struct Waiter {
    task: CountingWaker,
    raised: Pin<Box<Raised>>,
}

impl Waiter {
    fn new(signal: &Signal) -> Waiter {
        Waiter { task: CountingWaker::new(), raised: Box::pin(signal.raised()) }
    }

    /// Polled once, and pending.
    fn waiting_for(signal: &Signal) -> Waiter {
        let mut waiter = Waiter::new(signal);
        waiter.expect_pending("a signal that is raised from the start");
        waiter
    }

    fn poll_is_ready(&mut self) -> bool {
        self.task.poll(self.raised.as_mut()).is_ready()
    }

    fn expect_pending(&mut self, cause: &str) {
        let ready = self.poll_is_ready();
        expect(!ready, || {
            Failure::new("a future was ready before the signal was raised")
                .expected("Pending until raise is called")
                .seen("ready")
                .cause(cause)
        });
    }

    fn expect_ready(&mut self, cause: &str) {
        let ready = self.poll_is_ready();
        expect(ready, || {
            Failure::new("the signal was raised, and a future that was polled then still waits")
                .expected("ready in its next poll")
                .seen("Pending")
                .cause(cause)
        });
    }

    fn expect_woken(&self, cause: &str) {
        expect(self.task.rings() > 0, || {
            Failure::new("the signal was raised, and a task that waits for it was not woken")
                .expected("raise wakes every task that waits")
                .seen("no wake-up")
                .cause(cause)
        });
    }

    fn expect_not_woken(&self, what: &str, cause: &str) {
        let rings = self.task.rings();
        expect(rings == 0, || {
            Failure::new(format!("{what} woke a task that waits for the signal"))
                .expected("raise wakes the tasks that wait, and nothing else does")
                .seen(format!("woken {rings} times, and the signal was not raised"))
                .cause(cause)
        });
    }
}
