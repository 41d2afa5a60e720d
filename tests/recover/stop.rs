//! `Stop`: a cancel goes down the tree, to all that is below and to nothing else.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Wake};
use std::thread;
use std::time::Duration;

use futures::future::{LocalBoxFuture, join, join_all};
use rstest::rstest;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{CountingWaker, on_another_thread, race};

#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn cancel_wakes_what_waits() {
    let stop = Stop::new();
    let mut waiter = Waiter::waiting_for(&stop);
    expect_eq("is_cancelled before the cancel", &stop.is_cancelled(), &false, FROM_THE_START);
    stop.cancel();
    if waiter.task.rings() == 0 {
        sleep_ms(1000).await;
        let cause = if waiter.task.rings() > 0 { NOW_AND_THEN } else { NOT_WOKEN };
        waiter.task = CountingWaker::new();
        waiter.expect_woken(cause);
    }
    waiter.expect_told(FORGOTTEN);
    stop.expect_cancelled(FORGOTTEN);
    expect_no_tasks(OWN_TASK);
}

/// The future is older than the cancel and was never polled, or it is newer. Asked as often as one likes.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn cancelled_before_the_first_poll_is_told_at_once() {
    for stop in [Stop::new(), Stop::new().child()] {
        let mut older = Waiter::new(&stop);
        stop.cancel();
        older.expect_told(FORGOTTEN);
        for _ in 0..40 {
            Waiter::new(&stop).expect_told(USED_UP);
            stop.expect_cancelled(USED_UP);
        }
        timed(stop.cancelled()).await.took_no_time(FORGOTTEN);
    }
}

/// A child, its child, and one below a clone: all are told before cancel returns.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_cancel_reaches_all_below() {
    let stop = Stop::new();
    let child = stop.child();
    let below = [child.child(), child, stop.clone().child()];
    let mut waiters: Vec<Waiter> = below.iter().map(Waiter::waiting_for).collect();
    stop.cancel();
    for (below, waiter) in below.iter().zip(&mut waiters) {
        below.expect_cancelled(NOT_BELOW);
        waiter.expect_woken(NOT_BELOW);
        waiter.expect_told(NOT_BELOW);
    }
    expect_no_tasks(OWN_TASK);
}

/// Whoever comes into the world below a cancelled one is cancelled: a child of it, and a child of its child.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_child_made_later_is_cancelled_too() {
    const LATER: &str = "a child that begins anew although its parent is cancelled: child has to look, under the same lock \
         under which cancel marks";
    let stop = Stop::new();
    let child = stop.child();
    stop.cancel();
    for late in [stop.child(), child.child(), stop.child().child(), stop.clone().child()] {
        late.expect_cancelled(LATER);
        Waiter::new(&late).expect_told(LATER);
    }
}

/// A tree of three generations; the cancel comes in the middle.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn nothing_above_or_beside_is_cancelled() {
    let root = Stop::new();
    let (middle, beside) = (root.child(), root.child());
    let (below, nephew) = (middle.child(), beside.child());
    let others = [&root, &beside, &nephew];
    let mut waiters: Vec<Waiter> = others.iter().map(|stop| Waiter::waiting_for(stop)).collect();
    middle.cancel();
    below.expect_cancelled(NOT_BELOW);
    for (stop, waiter) in others.iter().zip(&mut waiters) {
        stop.expect_not_cancelled(TOO_FAR);
        waiter.expect_pending(TOO_FAR);
        waiter.expect_not_woken("the cancel of another part of the tree", ONE_BELL);
    }
    Stop::new().expect_not_cancelled("a state in a static: two that are not clones are two");
}

/// Half of them wait for the one that is cancelled, half for its child. All are woken before any is polled again.
#[rstest]
#[case::two(2)]
#[case::forty(40)]
#[case::a_thousand(1000)]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn all_that_wait_are_woken(#[case] waiters: usize) {
    let stop = Stop::new();
    let child = stop.child();
    let mut all: Vec<Waiter> =
        (0..waiters).map(|nth| Waiter::waiting_for(if nth % 4 < 2 { &stop } else { &child })).collect();
    stop.cancel();
    let woken = all.iter().filter(|waiter| waiter.task.rings() > 0).count();
    expect_eq("the tasks woken by one cancel", &woken, &waiters, ONE_ONLY);
    all.iter_mut().for_each(|waiter| waiter.expect_told(FORGOTTEN));
}

#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn clones_are_one() {
    for cancelled_by_the_clone in [true, false] {
        let root = Stop::new();
        let stop = root.child();
        let clone = stop.clone();
        let mut waiters = [Waiter::waiting_for(&stop), Waiter::waiting_for(&clone)];
        let by = if cancelled_by_the_clone { &clone } else { &stop };
        by.cancel();
        for waiter in &mut waiters {
            waiter.expect_woken(PARTED);
            waiter.expect_told(PARTED);
        }
        stop.expect_cancelled(PARTED);
        clone.expect_cancelled(PARTED);
    }
}

/// The parent's handles go one by one. The child waits on, can be cancelled, and has children of its own.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn dropping_handles_cancels_nothing() {
    let stop = Stop::new();
    let child = stop.child();
    let mut waiter = Waiter::waiting_for(&child);
    drop(stop.clone());
    drop(child.clone());
    drop(child.child());
    drop(vec![stop]);
    child.expect_not_cancelled(DROP_CANCELS);
    waiter.expect_pending(GONE);
    waiter.expect_not_woken("the end of a handle", GONE);
    let grandchild = child.child();
    grandchild.expect_not_cancelled(GONE);
    child.cancel();
    waiter.expect_woken(NOT_WOKEN);
    waiter.expect_told(FORGOTTEN);
    grandchild.expect_cancelled(NOT_BELOW);
}

/// Root, middle, leaf; no handle of the middle is left. And the same with three in the middle.
#[rstest]
#[case::one_generation(1)]
#[case::three_generations(3)]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn what_is_further_above_still_reaches_it(#[case] between: usize) {
    const LINK: &str = "a chain that is broken when a handle in its middle is dropped: children that a parent holds only \
         weakly need a strong pointer up, from each child to its parent";
    let root = Stop::new();
    let leaf = (0..between).fold(root.child(), |stop, _| stop.child());
    let mut waiter = Waiter::waiting_for(&leaf);
    root.cancel();
    leaf.expect_cancelled(LINK);
    waiter.expect_woken(LINK);
    waiter.expect_told(LINK);
}

/// Polled by one task, then by another: the last one is woken, by a cancel of its own or from above.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn the_latest_waker_counts() {
    for polled_by in [vec![0, 1], vec![0, 1, 0], vec![0, 0, 1, 1, 2]] {
        for from_above in [false, true] {
            let parent = Stop::new();
            let stop = parent.child();
            let tasks = [CountingWaker::new(), CountingWaker::new(), CountingWaker::new()];
            let mut cancelled = stop.cancelled();
            for &task in &polled_by {
                let _ = tasks[task].poll(cancelled.as_mut());
            }
            if from_above {
                parent.cancel()
            } else {
                stop.cancel()
            }
            CountingWaker::expect_latest_woken(&tasks, &polled_by, "cancel", LATEST);
        }
    }
}

/// Polls, clones, children, their ends and cancels, other futures, and time: none of them is a cancel.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn nothing_else_wakes() {
    let root = Stop::new();
    let stop = root.child();
    let mut waiter = Waiter::waiting_for(&stop);
    waiter.expect_not_woken("its own poll", SPINS);
    waiter.expect_pending("a state that is changed by being looked at");
    let mut other = Waiter::waiting_for(&stop);
    waiter.expect_not_woken("another future's poll", BY_OTHERS);
    other.expect_pending("a state that is changed by being looked at");
    drop(other);
    waiter.expect_not_woken("another future's end", BY_OTHERS);
    let (child, sibling) = (stop.child(), root.child());
    waiter.expect_not_woken("the making of a child", BY_OTHERS);
    child.cancel();
    waiter.expect_not_woken("the cancel of a child", ONE_BELL);
    sibling.cancel();
    waiter.expect_not_woken("the cancel of a sibling", ONE_BELL);
    drop((child, sibling, stop.clone()));
    waiter.expect_not_woken("the end of a handle", BY_OTHERS);
    sleep_ms(60_000).await;
    let_the_runtime_run().await;
    waiter.expect_not_woken("time", NOW_AND_THEN);
    expect_no_tasks(OWN_TASK);
    drop(vec![root]);
    waiter.expect_not_woken("the end of the parent's last handle", GONE);
    waiter.expect_pending(GONE);
}

/// Dropped while it waits, after the cancel, and when it is done: no waker of its task is left.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn no_waker_of_a_dropped_future_is_kept() {
    let parent = Stop::new();
    let stop = parent.child();
    let mut still_waiting = Waiter::waiting_for(&stop);
    let task = CountingWaker::new();
    for _ in 0..1000 {
        let mut cancelled = stop.cancelled();
        let _ = task.poll(cancelled.as_mut());
        let _ = task.poll(cancelled.as_mut());
    }
    expect_none_kept(&task, "while they waited");
    let (mut dropped_after, mut done) = (stop.cancelled(), stop.cancelled());
    let _ = task.poll(dropped_after.as_mut());
    let _ = task.poll(done.as_mut());
    parent.cancel();
    drop(dropped_after);
    let _ = task.poll(done.as_mut());
    drop(done);
    expect_none_kept(&task, "after the cancel");
    still_waiting.expect_woken(SHIFTED);
    still_waiting.expect_told(FORGOTTEN);
}

/// One task polls one future a thousand times, as a select! in a loop does.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn polling_again_adds_no_wakers() {
    let stop = Stop::new();
    let mut waiter = Waiter::waiting_for(&stop);
    for _ in 0..1000 {
        waiter.expect_pending("a state that is changed by being looked at");
    }
    waiter
        .task
        .expect_few_kept("a waker pushed in every poll: the list grows with each poll until the cancel");
    stop.cancel();
    waiter.expect_woken(NOT_WOKEN);
}

/// A task polls two futures of one `Stop`, drops one, and goes on waiting for the other.
#[rstest]
#[case::the_first_goes(0)]
#[case::the_second_goes(1)]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn one_task_may_wait_twice(#[case] goes: usize) {
    let (stop, task) = (Stop::new(), CountingWaker::new());
    let mut both = vec![stop.cancelled(), stop.cancelled()];
    for cancelled in &mut both {
        let _ = task.poll(cancelled.as_mut());
    }
    drop(both.remove(goes));
    stop.cancel();
    expect(task.rings() > 0, || {
        Failure::new("a task had two futures, dropped one, and was not woken for the other")
            .expected("a dropped future takes its own waker with it, and no other")
            .seen("no wake-up")
            .cause(SHIFTED)
    });
}

/// The child first and then its parent, and each of them twice.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn it_may_be_cancelled_again() {
    const AGAIN: &str = "a state that is turned back by a second cancel, or a cancel that stops where it meets a cancelled one";
    let stop = Stop::new();
    let (child, other) = (stop.child(), stop.child());
    let below = child.child();
    let waiter = Waiter::waiting_for(&other);
    for cancelled in [&child, &child, &stop, &stop] {
        cancelled.cancel();
        child.expect_cancelled(AGAIN);
        below.expect_cancelled(AGAIN);
        Waiter::new(&below).expect_told(AGAIN);
    }
    waiter.expect_woken(NOT_BELOW);
    other.expect_cancelled(NOT_BELOW);
}

/// A thousand generations: all handles kept, or only the first and the last.
#[rstest]
#[case::with_all_handles(true)]
#[case::with_the_first_and_the_last(false)]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_chain_may_be_a_thousand_deep(#[case] keep: bool) {
    let root = Stop::new();
    let (mut kept, mut last) = (Vec::new(), root.child());
    for _ in 1..1000 {
        let next = last.child();
        let parent = std::mem::replace(&mut last, next);
        if keep {
            kept.push(parent);
        }
    }
    let mut waiter = Waiter::waiting_for(&last);
    last.expect_not_cancelled(FROM_THE_START);
    root.cancel();
    last.expect_cancelled(NOT_BELOW);
    waiter.expect_woken(NOT_BELOW);
    waiter.expect_told(NOT_BELOW);
    kept.iter().for_each(|stop| stop.expect_cancelled(NOT_BELOW));
}

/// Five wait in a runtime, for the parent and for its child; cancelled at 25 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn those_that_wait_go_on_in_that_instant() {
    on_deadlock(NOT_WOKEN);
    expect_needs_no_runtime(|| {
        let stop = Stop::new();
        let _ = (stop.clone(), stop.child(), stop.is_cancelled(), stop.cancelled());
        stop.cancel();
    });
    let parent = Stop::new();
    let child = parent.child();
    let waits =
        join_all((0..5).map(|nth| timed(if nth < 2 { parent.cancelled() } else { child.cancelled() })));
    let (waits, ()) = join(waits, async {
        sleep_ms(25).await;
        parent.cancel();
    })
    .await;
    for waited in waits {
        waited.took_ms(25, Causes::of(NOW_AND_THEN, FROM_THE_START));
    }
}

/// A tree that grows, is cancelled in places and loses handles, in an order that no answer can know.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn any_tree_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..15 {
        // Each with the place of its parent, whether it is cancelled, and its handle while there is one.
        let mut parents: Vec<Option<usize>> = vec![None];
        let mut cancelled = vec![false];
        let mut handles = vec![Some(Stop::new())];
        for _ in 0..60 {
            let at = rng.pick(0..handles.len() as u64) as usize;
            let Some(stop) = &handles[at] else { continue };
            match rng.pick(0..12) {
                0 => {
                    stop.cancel();
                    for below in at..parents.len() {
                        let reached = below == at || parents[below].is_some_and(|parent| cancelled[parent]);
                        cancelled[below] |= reached;
                    }
                }
                1 if at > 0 => handles[at] = None,
                _ => {
                    handles.push(Some(stop.child()));
                    parents.push(Some(at));
                    cancelled.push(cancelled[at]);
                }
            }
            for (stop, &cancelled) in
                handles.iter().zip(&cancelled).filter_map(|(stop, is)| Some((stop.as_ref()?, is)))
            {
                match cancelled {
                    true => stop.expect_cancelled(NOT_BELOW),
                    false => stop.expect_not_cancelled(TOO_FAR),
                }
            }
        }
        for (stop, &cancelled) in
            handles.iter().zip(&cancelled).filter_map(|(stop, is)| Some((stop.as_ref()?, is)))
        {
            let mut waiter = Waiter::new(stop);
            match cancelled {
                true => waiter.expect_told(FORGOTTEN),
                false => waiter.expect_pending(TOO_FAR),
            }
        }
    }
}

// ------------------------------------------------------------------------------- real threads

/// A task that runs as soon as it is woken, on a thread of its own, while cancel may still be running.
struct Prompt {
    stop: Stop,
    run: Mutex<Option<thread::JoinHandle<bool>>>,
    over: Arc<AtomicBool>,
}

impl Wake for Prompt {
    fn wake(self: Arc<Self>) {
        let (stop, over, (tell, told)) = (self.stop.clone(), Arc::clone(&self.over), channel());
        let run = thread::spawn(move || {
            let mut waiter = Waiter::new(&stop);
            let ready = waiter.poll_is_ready();
            let _ = tell.send(());
            while !over.load(Ordering::SeqCst) {
                thread::yield_now();
            }
            ready || waiter.task.rings() > 0
        });
        // An answer may hold its lock while it wakes: then this poll comes later, and that is right.
        let _ = told.recv_timeout(Duration::from_millis(50));
        *self.run.lock().expect("nobody panics with it in hand") = Some(run);
    }
}

/// What is woken asks again, before cancel has returned: it is told, or woken once more.
#[rstest]
#[case::by_its_own_cancel(false)]
#[case::from_above(true)]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn who_is_woken_finds_it_cancelled(#[case] from_above: bool) {
    let parent = Stop::new();
    let stop = parent.child();
    let prompt = Arc::new(Prompt {
        stop: stop.clone(),
        run: Mutex::default(),
        over: Arc::new(AtomicBool::new(false)),
    });
    let mut cancelled = stop.cancelled();
    let _ = cancelled.as_mut().poll(&mut Context::from_waker(&Arc::clone(&prompt).into()));
    if from_above {
        parent.cancel()
    } else {
        stop.cancel()
    }
    prompt.over.store(true, Ordering::SeqCst);
    let run = prompt.run.lock().expect("nobody panics with it in hand").take();
    let told = run.map(|run| run.join().expect("it does not panic"));
    expect(told.is_some(), || not_woken(NOT_WOKEN));
    expect(told == Some(true), || {
        Failure::new("a task that was woken looked at once, and waits for ever")
            .expected("it is cancelled before any task is woken")
            .seen("Pending, and no wake-up after that")
            .cause("waking first and marking it cancelled after that: a task that is woken may run at once")
    });
}

/// Cancelled on a thread that has no runtime; made and asked there, too.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn it_is_cancelled_from_another_thread() {
    const ELSEWHERE: &str = "a state for each thread (thread_local!), or something that needs a runtime";
    let stop = Stop::new();
    let mut here = Waiter::waiting_for(&stop);
    let there = on_another_thread(|| {
        let child = stop.child();
        let pending = !Waiter::new(&child).poll_is_ready();
        stop.cancel();
        (pending, child)
    });
    here.expect_woken(ELSEWHERE);
    here.expect_told(ELSEWHERE);
    let Some((true, child)) = there else {
        Failure::new("a thread without a runtime could not use it").cause(ELSEWHERE).raise();
    };
    child.expect_cancelled(ELSEWHERE);
}

/// What two threads meet in.
struct Scene {
    parent: Stop,
    stop: Stop,
    over: AtomicBool,
    missed: AtomicBool,
    made: Mutex<Vec<Stop>>,
}

impl Scene {
    fn new() -> Scene {
        let parent = Stop::new();
        let (over, missed) = (AtomicBool::new(false), AtomicBool::new(false));
        Scene { stop: parent.child(), parent, over, missed, made: Mutex::default() }
    }

    /// Asks once, and waits until the other thread has cancelled: then it has been told, or woken.
    fn ask(&self, stop: &Stop) {
        let mut waiter = Waiter::new(stop);
        let told = waiter.poll_is_ready();
        while !self.over.load(Ordering::SeqCst) {
            thread::yield_now();
        }
        let goes_on = told || waiter.task.rings() > 0 && waiter.poll_is_ready();
        self.missed.fetch_or(!goes_on, Ordering::SeqCst);
    }

    fn make_children(&self) {
        let child = self.stop.child();
        let grandchild = child.child();
        self.made().extend([child, grandchild]);
    }

    fn cancel(&self, stop: &Stop) {
        stop.cancel();
        self.over.store(true, Ordering::SeqCst);
    }

    fn made(&self) -> MutexGuard<'_, Vec<Stop>> {
        self.made.lock().expect("nobody panics with it in hand")
    }

    fn went_well(&self) -> bool {
        !self.missed.load(Ordering::SeqCst) && self.made().iter().all(Stop::is_cancelled)
    }
}

/// A cancel on one thread meets a first poll, or the making of a child, on the other, in thousands of rounds.
#[rstest]
#[case::a_first_poll(|scene: &Scene| scene.ask(&scene.stop), |scene: &Scene| scene.cancel(&scene.parent))]
#[case::the_making_of_a_child(Scene::make_children, |scene: &Scene| scene.cancel(&scene.parent))]
#[claim(alone, unconstrained)]
#[tokio::test(start_paused = true)]
async fn no_cancel_is_missed_between_threads(#[case] left: fn(&Scene), #[case] right: fn(&Scene)) {
    let missed = race(&Scene::new, &left, &right, &Scene::went_well);
    expect(missed == 0, || {
        Failure::new("a cancel met another thread, and was missed there")
            .expected("the other thread sees that it is cancelled, or is woken")
            .seen(format!("{missed} rounds in which a task would wait for ever"))
            .cause(RACE)
    });
}

/// What an answer's `Stop` is to the claims.
pub trait Handle: Send + Sync {
    fn child(&self) -> Box<dyn Handle>;
    fn cancel(&self);
    fn is_cancelled(&self) -> bool;
    fn cancelled(&self) -> LocalBoxFuture<'_, ()>;
    fn clone_box(&self) -> Box<dyn Handle>;
}

pub static ANSWER: Answer<fn() -> Box<dyn Handle>> = Answer::new();

struct Stop(Box<dyn Handle>);

impl Clone for Stop {
    fn clone(&self) -> Stop {
        Stop(self.0.clone_box())
    }
}

impl Stop {
    fn new() -> Stop {
        Stop(ANSWER.get()())
    }

    fn child(&self) -> Stop {
        Stop(self.0.child())
    }

    fn cancel(&self) {
        self.0.cancel()
    }

    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }

    fn cancelled(&self) -> LocalBoxFuture<'_, ()> {
        self.0.cancelled()
    }

    fn expect_cancelled(&self, cause: &str) {
        expect(self.is_cancelled(), || {
            Failure::new("it, or what is above it, was cancelled, and is_cancelled says no")
                .expected("true as soon as cancel has returned")
                .seen("false")
                .cause(cause)
        });
    }

    fn expect_not_cancelled(&self, cause: &str) {
        expect(!self.is_cancelled(), || {
            Failure::new("neither it nor what is above it was cancelled, and is_cancelled says yes")
                .expected("false")
                .seen("true")
                .cause(cause)
        });
    }
}

/// A future that waits, and the task that polls it.
struct Waiter<'a> {
    task: CountingWaker,
    cancelled: LocalBoxFuture<'a, ()>,
}

impl<'a> Waiter<'a> {
    fn new(stop: &'a Stop) -> Waiter<'a> {
        Waiter { task: CountingWaker::new(), cancelled: stop.cancelled() }
    }

    /// Polled once, and pending.
    fn waiting_for(stop: &'a Stop) -> Waiter<'a> {
        let mut waiter = Waiter::new(stop);
        waiter.expect_pending(FROM_THE_START);
        waiter
    }

    fn poll_is_ready(&mut self) -> bool {
        matches!(self.task.poll(self.cancelled.as_mut()), Poll::Ready(()))
    }

    fn expect_pending(&mut self, cause: &str) {
        let ready = self.poll_is_ready();
        expect(!ready, || {
            Failure::new("cancelled() was ready, and nothing had been cancelled")
                .expected("Pending until it, or what is above it, is cancelled")
                .seen("ready")
                .cause(cause)
        });
    }

    fn expect_told(&mut self, cause: &str) {
        let ready = self.poll_is_ready();
        expect(ready, || {
            Failure::new("it was cancelled, and a future that was polled then still waits")
                .expected("ready in its next poll")
                .seen("Pending")
                .cause(cause)
        });
    }

    fn expect_woken(&self, cause: &str) {
        expect(self.task.rings() > 0, || not_woken(cause));
    }

    fn expect_not_woken(&self, what: &str, cause: &str) {
        let rings = self.task.rings();
        expect(rings == 0, || {
            Failure::new(format!("{what} woke a task that waits for a cancel"))
                .expected("a cancel, of it or above it, wakes those that wait, and nothing else does")
                .seen(format!("woken {rings} times, and it was not cancelled"))
                .cause(cause)
        });
    }
}

fn not_woken(cause: &str) -> Failure {
    Failure::new("it was cancelled, and a task that waits for that was not woken")
        .expected("cancel wakes every task that waits")
        .seen("no wake-up")
        .cause(cause)
}

fn expect_none_kept(task: &CountingWaker, when: &str) {
    let kept = task.kept();
    expect(kept == 0, || {
        Failure::new(format!("{kept} wakers are kept, of futures that were dropped {when}"))
            .expected("a dropped future takes its waker with it")
            .seen(format!("{kept} wakers: each holds its task in memory, and wakes it for nothing"))
            .cause(KEPT)
    });
}

const FROM_THE_START: &str = "a `Stop` that is cancelled from the start";
const NOT_WOKEN: &str = "a future that was pending and left no waker, or one that cancel does not wake";
const NOW_AND_THEN: &str = "looking at a flag now and then, on a timer: leave a waker, and cancel wakes it";
const FORGOTTEN: &str = "cancel only wakes those that wait already: it has to be remembered, and cancelled() has to look \
     before it waits";
const USED_UP: &str = "a word that is used up by the first that hears it: cancelled stays cancelled";
const NOT_BELOW: &str = "a cancel that stops at itself, at its children, or at the first below it that is cancelled: it goes on \
     to theirs, and is done before it returns";
const TOO_FAR: &str = "one flag for the whole tree, or a child that is no more than a clone: a cancel goes down, not up and not \
     to the side";
const ONE_BELL: &str =
    "one Notify, or one channel, for the whole tree: each cancel wakes all, who look and wait again";
const PARTED: &str =
    "a clone that copies the state instead of sharing it: put what the clones share behind one Arc";
const GONE: &str = "the end of a handle or of a sender taken for a cancel: a closed channel only says that nobody is left to \
     cancel";
const DROP_CANCELS: &str =
    "a Drop that cancels: handles are clones that come and go, and the end of one of them says nothing";
const ONE_ONLY: &str = "waking one of them, as notify_one does, or keeping one waker only";
const SPINS: &str = "a poll that wakes its own task: it is polled again at once, and again, until the cancel";
const LATEST: &str = "a waker kept from the first poll: a future may move to another task, so every pending poll puts its waker \
     in place of the last";
const KEPT: &str = "a list of wakers from which nothing is taken when a future is dropped";
const SHIFTED: &str = "taking another's waker out of the list: give each future a key of its own";
const BY_OTHERS: &str =
    "waking for something other than a cancel: when a future, a handle or a child comes or goes";
const OWN_TASK: &str = "a task that carries the cancel from parent to child: no runtime is needed, and cancel itself reaches all";
const RACE: &str = "looking at the flag and leaving the waker, or the child, in two steps: a cancel in between reaches neither; \
     do both under one lock, or look again afterwards";
