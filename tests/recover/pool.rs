//! `Pool`: connections are lent, used again when the work has ended, and thrown away when it has not.

use std::cell::{Cell, RefCell};
use std::future::{Future, pending};
use std::hint::spin_loop;
use std::marker::{PhantomData, PhantomPinned};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use futures::channel::oneshot;
use futures::future::{LocalBoxFuture, join_all};
use rstest::rstest;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{Callers, on_two_threads, waiting_for};
use tokio_test::task::spawn;

/// One after the other, on a pool of three: the one connection serves them all. Forty calls, since a choice between an
/// idle connection and a free place may fall to chance.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_connection_is_used_again() {
    let (pool, jobs) = (Pool::new(3), Jobs::lasting_ms([10; 40]));
    pool.desk.expect_opened(
        0,
        "connections opened in new, or by a call that is not polled: open one when it is needed",
    );
    for job in 0..40 {
        let call = timed(pool.run(&jobs, job)).await;
        call.gave(Done(job), "another result than the work's")
            .took_ms(10, "a wait of its own beside the work");
    }
    pool.desk.expect_opened(1, NOT_REUSED);
    pool.desk.expect_alive(1, NOT_REUSED);
    expect_no_tasks("a task beside the pool: it needs none");
}

/// Dropped half-way, between a question and its answer: the connection is gone at that very moment, and the next call
/// gets a new one, at once.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_connection_that_was_dropped_half_way_is_never_lent_again() {
    let pool = Pool::new(1);
    for round in 1..=3 {
        let mut call = spawn(pool.hold(pending()));
        pool.expect_begun(&mut call, round);
        drop(call);
        pool.desk.expect_gone(round, DIRTY);
        pool.desk.expect_opened(round, TOO_SOON);
    }
    let number = timed(pool.hold(async {})).await;
    number.gave(4, DIRTY).took_no_time(NO_PLACE);
}

/// The panic goes on to the caller; the connection that it left behind is gone, and its place is free.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_connection_whose_work_panicked_is_never_lent_again() {
    let pool = Pool::new(1);
    for round in 1..=2 {
        let panic = async {
            sleep_ms(10).await;
            panic!("the answer makes no sense")
        };
        let mut call = spawn(pool.hold(panic));
        pool.expect_begun(&mut call, round);
        sleep_ms(10).await;
        let payload = catch_unwind(AssertUnwindSafe(|| call.poll().is_ready())).err();
        pool.desk.expect_gone(round, DIRTY_PANIC);
        pool.desk.expect_opened(round, TOO_SOON);
        let text = payload.and_then(|payload| payload.downcast_ref::<&str>().copied());
        expect_eq(
            "the panic's text",
            &text,
            &Some("the answer makes no sense"),
            "a panic caught and not passed on",
        );
    }
    on_panic("a lock poisoned by the panic");
    timed(pool.hold(async {})).await.gave(3, DIRTY_PANIC).took_no_time(NO_PLACE);
}

/// A pool of three. Two at the same time need two; one alone then needs no third, nor do two again.
#[claim]
#[tokio::test(start_paused = true)]
async fn one_is_opened_only_when_none_is_idle() {
    on_deadlock(NO_PLACE);
    let (pool, jobs) = (Pool::new(3), Jobs::lasting_ms([10; 8]));
    for (batch, opened) in [(0..2, 2), (2..3, 2), (3..5, 2), (5..8, 3)] {
        join_all(batch.map(|job| pool.run(&jobs, job))).await;
        let cause = if pool.desk.log().opened > opened { NOT_REUSED } else { NO_PLACE };
        pool.desk.expect_opened(opened, cause);
    }
    pool.desk.expect_alive(3, DROPPED);
}

/// Calls of 10 ms, all at the same time: as many at once as there are places, and the rest in order behind them.
#[rstest]
#[case::one(1, 4)]
#[case::three(3, 10)]
#[case::forty(40, 100)]
#[case::more_than_calls(100, 7)]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn never_more_than_size_exist(#[case] size: usize, #[case] calls: usize) {
    on_deadlock(NOT_WOKEN);
    let (pool, jobs) = (Pool::new(size), Jobs::lasting_ms(vec![10; calls]));
    let all = timed(join_all((0..calls).map(|job| pool.run(&jobs, job)))).await;
    pool.desk.expect_most(size.min(calls));
    jobs.expect_peak(size.min(calls), if jobs.peak() > size { TOO_MANY } else { NO_PLACE });
    pool.desk.expect_opened(size.min(calls), NOT_REUSED);
    all.took_ms(10 * calls.div_ceil(size) as u64, NOT_WOKEN);
    jobs.expect_started_in_order(OVERTAKEN);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn a_size_of_zero_counts_as_one() {
    const ZERO: &str = "a size of 0 passed on: nothing is ever lent";
    on_deadlock(ZERO);
    let (pool, jobs) = (Pool::new(0), Jobs::lasting_ms([10, 10]));
    timed(join_all((0..2).map(|job| pool.run(&jobs, job)))).await.took_ms(20, ZERO);
    pool.desk.expect_most(1);
}

/// What the work did to the connection is still so for the next.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_is_the_same_connection_that_comes_back() {
    let pool = Pool::new(2);
    for round in 0..3 {
        let used = pool.with(async |connection| std::mem::replace(&mut connection.used, round + 1)).await;
        expect_eq("how often the connection has been used", &used, &round, NOT_REUSED);
    }
}

// ------------------------------------------------------------------------------------ who waits

/// One connection, held. Callers 1 to 4 wait, and each holds it until the claim says so.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn waiters_are_served_in_order_of_arrival() {
    let pool = Pool::new(1);
    let mut line = Line::new(&pool);
    (0..5).for_each(|caller| line.come(caller));
    for caller in 0..5 {
        line.expect_inside(caller, OVERTAKEN).await;
        line.end(caller);
    }
    line.callers.settle().await;
    expect_eq("the order in which they were served", &line.served(), &(0..5).collect(), OVERTAKEN);
    pool.desk.expect_opened(1, NOT_REUSED);
}

/// Caller 0 ends, caller 1 has been woken and not polled yet, and in this moment caller 2 asks.
#[rstest]
#[case::it_ends(How::Ends)]
#[case::it_panics(How::Panics)]
#[case::it_is_dropped(How::IsDropped)]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_newcomer_stands_behind_those_that_wait(#[case] how: How) {
    let pool = Pool::new(1);
    let mut line = Line::new(&pool);
    line.come(0);
    line.come(1);
    line.over(0, how);
    line.come(2);
    if line.is_inside(2) {
        line.expect_inside(1, OVERTAKEN).await;
    }
    line.expect_inside(1, NOT_WOKEN).await;
    line.end(1);
    line.expect_inside(2, NOT_WOKEN).await;
}

/// Two callers wait, and the first of them is dropped: while it waits, or when it has been woken and its turn has come.
#[rstest]
#[case::while_it_waits(false, How::Ends)]
#[case::when_its_turn_has_come(true, How::Ends)]
#[case::when_its_turn_has_come_by_a_panic(true, How::Panics)]
#[case::when_its_turn_has_come_by_a_drop(true, How::IsDropped)]
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn a_waiter_that_is_dropped_passes_its_turn_on(#[case] its_turn: bool, #[case] how: How) {
    const LOST: &str = "a turn that was granted to a waiter which is dropped, and is lost with it: the Drop of a waiter has to \
         pass it on";
    let pool = Pool::new(1);
    let mut line = Line::new(&pool);
    (0..3).for_each(|caller| line.come(caller));
    if its_turn {
        line.over(0, how);
        line.callers.give_up(1);
    } else {
        line.callers.give_up(1);
        line.over(0, how);
    }
    line.expect_inside(2, LOST).await;
    // The next one finds nothing but the place that caller 2 has.
    line.come(3);
    expect(!line.is_inside(3), || two_inside(TWICE));
    line.end(2);
    line.expect_inside(3, LOST).await;
    pool.desk.expect_most(1);
}

/// A connection is dropped half-way while others wait: the first of them goes on in that instant, with a new one.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_broken_connection_holds_up_nobody() {
    on_deadlock(NOT_WOKEN);
    let (pool, jobs) = (Pool::new(2), Jobs::lasting_ms([100, 100, 10, 10]).panicking(1, "broken"));
    let dropped = drop_after_ms(15, pool.run(&jobs, 0));
    let waits = async {
        sleep_ms(1).await;
        futures::join!(pool.run(&jobs, 2), pool.run(&jobs, 3))
    };
    let panics = async { drop(futures::FutureExt::catch_unwind(AssertUnwindSafe(pool.run(&jobs, 1))).await) };
    futures::join!(dropped, panics, waits);
    jobs.started(2).expect_at_ms(15, NOT_WOKEN);
    jobs.started(3).expect_at_ms(25, NOT_WOKEN);
    pool.desk.expect_most(2);
    pool.desk.expect_opened(3, NOT_REUSED);
}

/// Three connections come back in one instant: all three that wait get one.
#[claim]
#[tokio::test(start_paused = true)]
async fn as_many_are_served_as_come_back() {
    on_deadlock(NOT_WOKEN);
    let (pool, jobs) = (Pool::new(3), Jobs::lasting_ms([10; 6]));
    join_all((0..6).map(|job| pool.run(&jobs, job))).await;
    (3..6).for_each(|job| jobs.started(job).expect_at_ms(10, NOT_WOKEN));
}

/// Of two calls the one that is polled first gets the connection; one that is never polled gets and keeps none.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_call_that_is_not_polled_takes_no_place() {
    const EAGER: &str = "a place taken in the call itself: an async fn does nothing before its first poll";
    on_deadlock(EAGER);
    expect_needs_no_runtime(|| Pool::new(1).desk);
    let (pool, jobs) = (Pool::new(1), Jobs::lasting_ms([10, 20]));
    drop(pool.run(&jobs, 0));
    let made_first = pool.run(&jobs, 0);
    pool.desk.expect_opened(0, EAGER);
    timed(pool.run(&jobs, 1)).await.took_ms(20, EAGER);
    made_first.await;
    pool.desk.expect_opened(1, NOT_REUSED);
    pool.desk.expect_most(1);
}

/// Work that asks its own pool for a second connection.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_may_use_its_own_pool() {
    on_deadlock("a lock held while the work runs: nothing else can be lent meanwhile");
    let pool = Pool::new(2);
    let numbers = pool
        .with(async |outer| {
            let inner = pool.with(async |inner| inner.number).await;
            (outer.number, inner)
        })
        .await;
    expect_eq("the connections of both", &numbers, &(1, 2), TWICE);
    pool.desk.expect_opened(2, NOT_REUSED);
}

/// The work borrows a local, holds an `Rc` and gives one.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_may_borrow_and_need_not_be_send() {
    let pool = Pool::new(1);
    let (mut total, name) = (0, Rc::new(Cell::new(0)));
    for round in 1..=3 {
        let given = pool
            .with(async |connection| {
                sleep_ms(10).await;
                total += round;
                name.set(connection.number);
                Rc::clone(&name)
            })
            .await;
        expect_eq("what the work gave", &given.get(), &1, NOT_REUSED);
    }
    expect_eq("what the work added up", &total, &6, "work not run to its end");
}

/// Starts, ends, panics and drops in an order that no answer can know. Who waits is served in order, and never are
/// there more connections than places.
#[claim(unconstrained)]
#[tokio::test(start_paused = true)]
async fn any_course_of_events_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..15 {
        let size = rng.pick(1..4) as usize;
        let pool = Pool::new(size);
        let mut line = Line::new(&pool);
        let mut expected: Vec<usize> = Vec::new();
        for caller in 0..40 {
            expected.push(caller);
            line.come(caller);
            let leaves = rng.pick(0..4);
            if leaves < 3 {
                let at = rng.pick(0..expected.len() as u64) as usize;
                let who = expected.remove(at);
                if at >= size {
                    line.callers.give_up(who);
                } else {
                    line.over(who, [How::Ends, How::Panics, How::IsDropped][leaves as usize]);
                }
            }
            if rng.pick(0..3) > 0 {
                line.callers.settle().await;
                let inside: Vec<usize> = expected.iter().copied().take(size).collect();
                let seen: Vec<usize> = expected.iter().copied().filter(|&who| line.is_inside(who)).collect();
                expect_eq("who has a connection", &seen, &inside, OVERTAKEN);
            }
            pool.desk.expect_at_most(size);
        }
    }
}

// --------------------------------------------------------------------------------- real threads

/// A connection may go to another thread, so the pool may be used by several.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_is_shared_by_threads() {
    let desk = Desk::default();
    let pool = threads_pool(1, &desk);
    expect(pool.everywhere().is_some(), || {
        Failure::new("the pool cannot be shared by threads, though its connections could")
            .expected("Pool<C> is Send and Sync if C is Send")
            .seen("it is not")
            .cause("a RefCell, a Cell or an Rc in it: put the connections behind a Mutex")
    });
}

/// Two threads use one connection in turn, again and again; now and then a call is dropped half-way.
#[claim(alone)]
#[tokio::test(start_paused = true)]
async fn threads_never_share_a_connection() {
    let desk = Desk::default();
    let pool = threads_pool(1, &desk);
    let Some(pool) = pool.everywhere() else {
        Failure::new("the pool cannot be shared by threads").cause(RACE).raise();
    };
    desk.log().slow_ends = 50;
    let (inside, most, rounds) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let _wait = waiting_for("a turn in a pool that two threads use", RACE);
    let ended = on_two_threads(async || {
        let work = async |_: &mut Connection<Shared>| {
            most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            (0..50).for_each(|_| spin_loop());
            inside.fetch_sub(1, Ordering::SeqCst);
        };
        if rounds.fetch_add(1, Ordering::SeqCst) % 7 == 0 {
            // In line, and dropped there or half-way through the work.
            let _ = spawn(with(pool(), async |_| pending::<()>().await)).poll();
        }
        with(pool(), work).await;
    });
    expect(ended, || Failure::new("it panicked when two threads used the pool at the same time").cause(RACE));
    expect_eq("the most threads that had the one connection", &most.into_inner(), &1, RACE);
    desk.expect_at_most(1);
}

/// What an answer's `Pool` is to the claims.
pub trait Lends<M> {
    fn with<'a>(&'a self, work: Work<'a, M>) -> LocalBoxFuture<'a, Output<'a>>;
    /// `None` if the answer's type is not `Send` and `Sync`.
    fn everywhere(&self) -> Option<Everywhere<'_, M>>;
}

/// Gives the pool on whichever thread it is called.
pub type Everywhere<'a, M> = Box<dyn Fn() -> &'a (dyn Lends<M> + 'a) + Send + Sync + 'a>;
pub type Output<'a> = LocalErased<'a, 0>;
pub type Work<'a, M> = Box<dyn ErasedWork<'a, M> + 'a>;
pub type Open<M> = Box<dyn Fn() -> Connection<M> + Send + Sync>;

/// An async closure that may borrow for `'a`.
pub trait ErasedWork<'a, M> {
    fn call<'c>(self: Box<Self>, connection: &'c mut Connection<M>) -> LocalBoxFuture<'c, Output<'a>>
    where
        'a: 'c;
}

impl<'a, M, F, R> ErasedWork<'a, M> for F
where
    F: AsyncFnOnce(&mut Connection<M>) -> R + 'a,
    R: 'static,
{
    fn call<'c>(self: Box<Self>, connection: &'c mut Connection<M>) -> LocalBoxFuture<'c, Output<'a>>
    where
        'a: 'c,
    {
        Box::pin(async move { LocalErased::new(self(connection).await) })
    }
}

/// A connection that no other thread may have.
pub type Local = *const ();
/// A connection that may go to another thread, but not be shared.
pub type Shared = Cell<()>;

/// `Pool::new`.
pub type Opens<M> = fn(usize, Open<M>) -> Box<dyn Lends<M>>;

pub static HERE: Answer<Opens<Local>> = Answer::new();
pub static THREADS: Answer<Opens<Shared>> = Answer::new();

/// A connection: it can do no more than the contract says of `C`.
pub struct Connection<M> {
    number: usize,
    used: usize,
    desk: Desk,
    _marker: PhantomData<(M, &'static mut ())>,
    _pinned: PhantomPinned,
}

impl<M> Drop for Connection<M> {
    fn drop(&mut self) {
        let slow = self.desk.log().slow_ends.checked_sub(1);
        if let Some(left) = slow {
            // A moment in which another thread may come.
            self.desk.log().slow_ends = left;
            thread::sleep(Duration::from_micros(200));
        }
        let mut log = self.desk.log();
        log.alive -= 1;
        log.gone.push(self.number);
    }
}

/// Where connections are opened: it counts them.
#[derive(Clone, Default)]
struct Desk(Arc<Mutex<Log>>);

#[derive(Default)]
struct Log {
    opened: usize,
    alive: usize,
    most: usize,
    lent: usize,
    gone: Vec<usize>,
    /// How many connections from now on take a moment to hang up.
    slow_ends: usize,
}

impl Desk {
    fn log(&self) -> MutexGuard<'_, Log> {
        // A check that fails has it in hand, and connections are dropped on its way out.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open<M: 'static>(&self) -> Open<M> {
        let desk = self.clone();
        Box::new(move || {
            let mut log = desk.log();
            log.opened += 1;
            log.alive += 1;
            log.most = log.most.max(log.alive);
            let number = log.opened;
            drop(log);
            Connection { number, used: 0, desk: desk.clone(), _marker: PhantomData, _pinned: PhantomPinned }
        })
    }

    fn lent(&self) -> usize {
        self.log().lent
    }

    fn expect_opened(&self, expected: usize, cause: &str) {
        expect_eq("the connections opened so far", &self.log().opened, &expected, cause);
    }

    fn expect_alive(&self, expected: usize, cause: &str) {
        expect_eq("the connections that are open", &self.log().alive, &expected, cause);
    }

    fn expect_most(&self, expected: usize) {
        let cause = if self.log().most > expected { TOO_MANY } else { NO_PLACE };
        expect_eq("the most connections open at once", &self.log().most, &expected, cause);
    }

    fn expect_at_most(&self, size: usize) {
        let most = self.log().most;
        expect(most <= size, || {
            Failure::new(format!("{most} connections were open at once, in a pool of {size}"))
                .expected(format!("{size} at most"))
                .seen(most.to_string())
                .cause(TOO_MANY)
        });
    }

    /// Connection `number` has just been left half-way: it is gone, and no other is there.
    fn expect_gone(&self, number: usize, cause: &str) {
        let log = self.log();
        let (gone, alive) = (log.gone.contains(&number), log.alive);
        drop(log);
        expect(gone && alive == 0, || {
            Failure::new(format!("connection {number} was left half-way, and is kept"))
                .expected("it is dropped in that very moment")
                .seen(if gone { "another one opened in its place" } else { "still there" })
                .cause(if gone { TOO_SOON } else { cause })
        });
    }
}

struct Pool {
    lends: Box<dyn Lends<Local>>,
    desk: Desk,
}

impl Pool {
    fn new(size: usize) -> Pool {
        let desk = Desk::default();
        Pool { lends: HERE.get()(size, desk.open()), desk }
    }

    fn with<'a, R: 'static>(
        &'a self,
        work: impl AsyncFnOnce(&mut Connection<Local>) -> R + 'a,
    ) -> LocalBoxFuture<'a, R> {
        with(&*self.lends, work)
    }

    /// A call whose work is this job.
    fn run<'a>(&'a self, jobs: &'a Jobs, job: usize) -> LocalBoxFuture<'a, Done> {
        self.with(async move |_| jobs.work()(job).await)
    }

    /// A call that has its connection for as long as `work` lasts, and gives the connection's number.
    fn hold<'a>(&'a self, work: impl Future<Output = ()> + 'a) -> LocalBoxFuture<'a, usize> {
        self.with(async move |connection| {
            self.desk.log().lent += 1;
            work.await;
            connection.number
        })
    }

    /// Polls the call, which finds a free place: its work begins, and it is number `lent` that does.
    fn expect_begun(&self, call: &mut Held<'_>, lent: usize) {
        // An answer may yield on the way.
        for _ in 0..10 {
            let pending = call.poll().is_pending();
            if !pending || self.desk.lent() == lent || !call.is_woken() {
                break;
            }
        }
        expect(self.desk.lent() == lent, || {
            Failure::new("a place was free, and the work did not begin")
                .expected("a connection at once")
                .seen("the call waits")
                .cause(NO_PLACE)
        });
    }
}

/// A call that is polled by hand.
type Held<'a> = tokio_test::task::Spawn<LocalBoxFuture<'a, usize>>;

fn with<'a, M, R: 'static>(
    pool: &'a dyn Lends<M>,
    work: impl AsyncFnOnce(&mut Connection<M>) -> R + 'a,
) -> LocalBoxFuture<'a, R> {
    then(pool.with(Box::new(work)), LocalErased::open)
}

fn threads_pool(size: usize, desk: &Desk) -> Box<dyn Lends<Shared>> {
    THREADS.get()(size, desk.open())
}

/// How a caller's turn is over.
#[derive(Clone, Copy)]
enum How {
    Ends,
    Panics,
    IsDropped,
}

/// Callers in line for a pool. Each keeps its connection until the claim lets it go.
struct Line<'a> {
    pool: &'a Pool,
    callers: Callers<'a, usize>,
    inside: Rc<RefCell<Vec<usize>>>,
    served: Rc<RefCell<Vec<usize>>>,
    ends: Vec<Option<oneshot::Sender<How>>>,
}

impl<'a> Line<'a> {
    fn new(pool: &'a Pool) -> Line<'a> {
        Line {
            pool,
            callers: Callers::default(),
            inside: Rc::default(),
            served: Rc::default(),
            ends: Vec::new(),
        }
    }

    fn come(&mut self, caller: usize) {
        let (end, over) = oneshot::channel();
        assert_eq!(self.ends.len(), caller, "callers come in order");
        self.ends.push(Some(end));
        let (inside, served) = (Rc::clone(&self.inside), Rc::clone(&self.served));
        let call = self.pool.with(async move |connection| {
            struct Leaves(Rc<RefCell<Vec<usize>>>, usize);
            impl Drop for Leaves {
                fn drop(&mut self) {
                    self.0.borrow_mut().retain(|&who| who != self.1);
                }
            }
            inside.borrow_mut().push(caller);
            served.borrow_mut().push(caller);
            let _leaves = Leaves(inside, caller);
            if let Ok(How::Panics) = over.await {
                panic!("caller {caller} panics");
            }
            connection.number
        });
        self.callers.come(caller, call);
    }

    fn end(&mut self, caller: usize) {
        self.over(caller, How::Ends);
    }

    /// This caller's turn is over, in this moment.
    fn over(&mut self, caller: usize, how: How) {
        match how {
            How::IsDropped => self.callers.give_up(caller),
            How::Ends | How::Panics => {
                let _ = self.ends[caller].take().expect("it is over once").send(how);
                self.callers.poll(caller);
            }
        }
    }

    fn is_inside(&self, caller: usize) -> bool {
        self.inside.borrow().contains(&caller)
    }

    fn served(&self) -> Vec<usize> {
        self.served.borrow().clone()
    }

    /// It is this caller's turn, as soon as those that were woken have been polled.
    async fn expect_inside(&mut self, caller: usize, cause: &str) {
        self.callers.settle().await;
        let inside = self.inside.borrow().clone();
        let cause = match inside[..] {
            [] if cause == OVERTAKEN => NOT_WOKEN,
            [_, _, ..] => TWICE,
            _ => cause,
        };
        expect(inside == [caller], || {
            Failure::new(match inside[..] {
                [] => format!("it was caller {caller}'s turn, and it still waits"),
                [other] => format!("caller {other} got the connection before caller {caller}"),
                _ => "one connection was lent to several callers".to_owned(),
            })
            .expected(format!(
                "caller {caller} has the connection: those that wait are served in order of arrival"
            ))
            .seen(format!("with a connection: {inside:?}; waiting: {:?}", self.callers.waiting()))
            .cause(cause)
        });
    }
}

fn two_inside(cause: &str) -> Failure {
    Failure::new("a second caller got in, and the first was still there")
        .expected("one caller at a time in a pool of one")
        .seen("two of them")
        .cause(cause)
}

const NOT_REUSED: &str = "a connection opened although one was idle: what comes back is kept, and lent again";
const DIRTY: &str = "a guard that gives the connection back in its Drop, or a line that returns it to the idle ones: work that \
     was dropped half-way leaves it between a question and its answer, so drop it";
const DIRTY_PANIC: &str = "a connection given back after a panic, by a guard or a catch: what the panic left half-way is met by \
     the next borrower, so drop it";
const TOO_SOON: &str = "a new connection opened in place of the broken one: open it when it is needed";
const NO_PLACE: &str = "a place that is not free although nobody is in it: it belongs to the call, and comes back with it, \
     however that ends (a guard, a permit in a local)";
const DROPPED: &str = "connections dropped after work that has ended: they are lent again";
const TOO_MANY: &str = "a connection opened without a place for it, or a new one before the broken one is dropped: count places \
     and lent connections together";
const OVERTAKEN: &str = "a look for an idle connection before those that wait: a newcomer takes what was given back for another; \
     a fair semaphore hands it to the first in line";
const NOT_WOKEN: &str =
    "a place that is given back and wakes nobody, or the wrong one: the first in line has to go on at once";
const TWICE: &str = "one connection, or one place, lent twice";
const RACE: &str = "looking for an idle connection and taking it, or waiting for one, in two steps: another thread comes in between";
