//! `supervise`: a worker that panics is started again, later each time, and not for ever.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, panic_any, resume_unwind};
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, LocalBoxFuture, join};
use rstest::rstest;
use tokio_katas::JobPanicked;
use tokio_katas::probe::prelude::*;

/// Worker 0 panics at 4 ms; 10 ms later worker 1 starts, and ends by itself after 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_worker_that_panics_is_started_again() {
    let workers = panicking_but_the_last([4, 30]);
    let seen = workers.supervised(3, 10).await;
    if seen.value.is_err() && workers.calls() == 1 {
        seen.gave(Ok(()), "giving up at the first panic, although restarts are left");
    }
    let cause = match workers.called(1).at_ms() {
        Some(4) => NO_WAIT,
        Some(10) => FROM_START,
        Some(24) => AHEAD_BY_ONE,
        _ => TOO_LONG,
    };
    workers.started(1).expect_at_ms(14, Causes::both(cause));
    seen.gave(Ok(()), ENDED).took_ms(44, Causes::of(ENDED, NOT_AWAITED));
    workers.expect_each_called_once(AGAIN);
}

/// Nine workers panic 5 ms after their start. The waits between them: 10, 20, 40, 80, 160, 320, 320, 320 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_wait_is_twice_the_last_up_to_32_times() {
    on_panic(OVERFLOW);
    let workers = panicking([5; 9]);
    let seen = workers.supervised(8, 10).await;
    let mut start = 0;
    for (next, wait) in [(1, 10), (2, 20), (3, 40), (4, 80), (5, 160), (6, 320), (7, 320), (8, 320)] {
        let waited = workers.called(next).at_ms().map(|at| at.saturating_sub(start + 5));
        start += 5 + wait;
        let cause = match waited {
            Some(waited) if waited + 5 == wait => FROM_START,
            Some(waited) if next == 1 && waited == 2 * wait => AHEAD_BY_ONE,
            Some(0) => NO_WAIT,
            Some(10) => SAME_WAIT,
            Some(waited) if next > 2 && waited == 10 * next as u64 => LINEAR,
            Some(waited) if next > 5 && waited > wait => NO_CAP,
            None => TOO_FEW,
            _ => TOO_LONG,
        };
        workers.started(next).expect_at_ms(start, Causes::both(cause));
    }
    seen.gave(panicked("it broke"), WHICH).took_ms(start + 5, LATE_ERROR);
}

/// Two restarts. The panics are "one", "two" and "three", and after the third there is nothing to wait for.
#[claim]
#[tokio::test(start_paused = true)]
async fn after_the_restarts_the_next_panic_is_the_error() {
    let workers = panicking([10; 4]).saying(["one", "two", "three", "four"]);
    let seen = workers.supervised(2, 100).await;
    expect_eq(
        "the workers started",
        &workers.calls(),
        &3,
        if workers.calls() < 3 { TOO_FEW } else { TOO_MANY },
    );
    seen.gave(panicked("three"), WHICH).took_ms(10 + 100 + 10 + 200 + 10, LATE_ERROR);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_restarts_mean_that_the_first_panic_is_the_error() {
    let workers = panicking([10, 10]).saying(["one", "two"]);
    let seen = workers.supervised(0, 100).await;
    expect_eq("the workers started", &workers.calls(), &1, "restarts of 0 counted as 1: 0 restarts are none");
    seen.gave(panicked("one"), WHICH).took_ms(10, LATE_ERROR);
}

/// The worker that ends by itself is the first, or the third.
#[rstest]
#[case::the_first(0)]
#[case::after_two_restarts(2)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_worker_that_ends_by_itself_ends_it(#[case] ends: usize) {
    let workers = panicking_but_the_last(vec![10; ends + 1]);
    let seen = workers.supervised(5, 100).await;
    seen.gave(Ok(()), ENDED).took_ms([10, 0, 330][ends], ENDED);
    expect_eq("the workers started", &workers.calls(), &(ends + 1), ENDED);
}

/// Worker 0 panics after a second. The wait of 300 ms begins there, not at the worker's start.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_wait_counts_from_the_panic() {
    let workers = panicking_but_the_last([1000, 10]);
    let _ = workers.supervised(1, 300).await;
    workers.started(1).expect_at_ms(1300, Causes::of(TOO_LONG, FROM_START));
}

/// What calling `worker` does must not happen during the wait.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_next_worker_is_not_called_before_the_wait_is_over() {
    let workers = panicking_but_the_last([10, 10, 10]);
    let _ = workers.supervised(2, 100).await;
    workers.called(1).expect_not_before_ms(110, CALLED_AHEAD);
    workers.called(2).expect_not_before_ms(320, CALLED_AHEAD);
}

/// Each worker runs for a quarter of an hour and then panics: that is one panic more, as if it had run for a moment.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_long_run_does_not_set_the_count_back() {
    const LONG: u64 = 900_000;
    on_deadlock(SET_BACK);
    let workers = panicking([LONG; 6]).saying(["one", "two", "three", "four", "five", "six"]);
    let seen = workers.supervised(2, 100).await;
    expect_eq("the workers started", &workers.calls(), &3, SET_BACK);
    seen.gave(panicked("three"), WHICH).took_ms(3 * LONG + 300, SET_BACK);
}

/// Far beyond the number at which 2 to the power of n has no room in any integer.
#[rstest]
#[case::forty(40)]
#[case::a_hundred(100)]
#[case::a_thousand(1000)]
#[claim]
#[tokio::test(start_paused = true)]
async fn there_may_be_many_restarts(#[case] restarts: usize) {
    on_panic(OVERFLOW);
    let workers = panicking(vec![1; restarts + 1]);
    let seen = workers.supervised(restarts as u32, 1).await;
    let waits: u64 = 1 + 2 + 4 + 8 + 16 + 32 * (restarts as u64 - 5);
    expect_eq("the workers started", &workers.calls(), &(restarts + 1), TOO_FEW);
    seen.gave(panicked("it broke"), WHICH).took_ms(restarts as u64 + 1 + waits, Causes::both(OVERFLOW));
}

/// No wait at all, however many restarts: the workers panic in their first poll.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_backoff_of_zero_is_no_wait() {
    const ZERO: &str =
        "a back-off of zero replaced by some other, or passed on to what refuses it: zero is no wait";
    on_panic(ZERO);
    let calls = RefCell::new(Vec::new());
    let worker = |n: u32| {
        calls.borrow_mut().push(n);
        async { panic!("it broke") }
    };
    let seen = timed(settled(supervise(50, Duration::ZERO, worker))).await;
    seen.took_no_time(ZERO).gave(panicked("it broke"), WHICH);
    expect_eq("the workers started", &calls.into_inner(), &(0..=50).collect(), ZERO);
}

/// `panic!` with and without values, and a payload that is a number.
#[rstest]
#[case::plain(0, "the disk is full")]
#[case::formatted(1, "disk 7 is full")]
#[case::no_text(2, "unknown panic")]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_text_of_the_panic_is_kept(#[case] how: u32, #[case] text: &str) {
    let worker = |_: u32| async move {
        let disk = std::hint::black_box(7);
        match how {
            0 => panic!("the disk is full"),
            1 => panic!("disk {disk} is full"),
            _ => panic_any(404),
        }
    };
    let seen = timed(settled(supervise(0, ms(10), worker))).await;
    let cause = match how {
        2 => {
            "an unwrap or a default after the two downcasts: a panic may carry any type, and then it has no text"
        }
        _ => {
            "another text than the panic's: into_panic() gives the payload, a &str or a String; the JoinError's own \
              text wraps it"
        }
    };
    seen.gave(panicked(text), cause);
}

/// Dropped in the middle of worker 1's run.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_during_a_run_stops_the_worker() {
    let workers = panicking([10, 100, 10]);
    stops_when_dropped(50, workers.call(5, 10), &workers.0).await;
    expect_eq("how worker 1 ended", &workers.0.end_of(1), &Some(End::Dropped), DETACHED);
    sleep_ms(1000).await;
    expect_eq("the workers started", &workers.calls(), &2, DETACHED);
}

/// Dropped in the middle of the wait for worker 1.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_during_a_wait_starts_no_worker() {
    const CAUSE: &str = "a restart that is left to a task of its own: it outlives the future that is dropped";
    let workers = panicking([10, 10, 10]);
    drop_after_ms(50, workers.call(5, 100)).await;
    sleep_ms(1000).await;
    workers.called(1).expect_never(CAUSE);
    expect_no_tasks(CAUSE);
}

/// Seen at the very instant of the return: of an `Ok`, and of an error.
#[rstest]
#[case::ended(true)]
#[case::given_up(false)]
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running(#[case] ends: bool) {
    let workers = if ends { panicking_but_the_last([10, 10]) } else { panicking([10, 10]) };
    let _ = workers.call(1, 10).await;
    expect_left_nothing(&workers.0).await;
}

/// A worker may panic, or end, before its first `.await`.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_worker_may_end_in_its_first_poll() {
    let worker = |n: u32| async move { assert!(n > 0, "too early") };
    timed(settled(supervise(1, ms(10), worker)))
        .await
        .gave(Ok(()), ENDED)
        .took_ms(10, Causes::of(TOO_LONG, NO_WAIT));
}

/// What the bounds leave free: `worker` stays in the caller's task, and may change what it borrows.
#[claim]
#[tokio::test(start_paused = true)]
async fn worker_may_borrow_locals() {
    let (mut calls, name) = (Vec::new(), std::rc::Rc::new("worker"));
    let worker = |n: u32| {
        calls.push(format!("{name} {n}"));
        async move { assert!(n > 1, "not yet") }
    };
    settled(supervise(5, ms(10), worker))
        .await
        .unwrap_or_else(|_| Failure::new("it gave up").cause(TOO_FEW).raise());
    let expected: Vec<String> = (0..3).map(|n| format!("worker {n}")).collect();
    expect_eq("the calls of worker", &calls, &expected, "a number that does not count the restarts from 0");
}

/// Called at 0 ms and first polled at 15 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const EAGER: &str =
        "calling or spawning the worker in the call itself, before the returned future is polled";
    expect_needs_no_runtime(|| supervise(1, ms(10), |_| async {}));
    let workers = panicking_but_the_last([20]);
    let call = workers.call(1, 10);
    sleep_ms(15).await;
    workers.called(0).expect_never(EAGER);
    expect_no_tasks(EAGER);
    timed(call).await.took_at_least_ms(20, EAGER);
}

/// Two at the same time: the panics of one are no business of the other.
#[claim]
#[tokio::test(start_paused = true)]
async fn calls_side_by_side_have_nothing_in_common() {
    let (first, second) = (panicking([10; 3]), panicking([15; 3]));
    let (seen, other) = join(timed(first.call(2, 10)), timed(second.call(2, 10))).await;
    const SHARED: &str = "a count in a static, shared by all calls";
    seen.gave(panicked("it broke"), SHARED).took_ms(60, Causes::both(SHARED));
    other.gave(panicked("it broke"), SHARED).took_ms(75, Causes::both(SHARED));
}

/// Workers whose times and ends no answer can know.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_course_of_events_will_do() {
    on_panic(OVERFLOW);
    let mut rng = Rng::of_this_run();
    for _ in 0..20 {
        new_scene();
        let (restarts, backoff) = (rng.pick(0..12), rng.pick(1..50));
        let panics = rng.pick(1..14) as usize;
        let lasting: Vec<u64> = (0..panics + 1).map(|_| rng.pick(1..400)).collect();
        let workers = panicking_but_the_last(lasting.clone());
        let gives_up = panics as u64 > restarts;
        let started = if gives_up { restarts as usize + 1 } else { panics + 1 };
        let waits: u64 = (0..started - 1).map(|n| backoff * (1 << n.min(5))).sum();
        let expected = if gives_up { panicked("it broke") } else { Ok(()) };
        let seen = workers.supervised(restarts as u32, backoff).await;
        expect_eq("the workers started", &workers.calls(), &started, TOO_FEW);
        seen.gave(expected, WHICH)
            .took_ms(lasting[..started].iter().sum::<u64>() + waits, Causes::both(TOO_LONG));
    }
}

/// One type of worker, since the answer is compiled once.
type Supervise = for<'a> fn(u32, Duration, Worker<'a>) -> LocalBoxFuture<'a, Result<(), JobPanicked>>;
type Worker<'a> = Box<dyn FnMut(u32) -> ErasedFuture<()> + 'a>;

pub static ANSWER: Answer<Supervise> = Answer::new();

fn supervise<'a, F, Fut>(
    restarts: u32,
    backoff: Duration,
    mut worker: F,
) -> LocalBoxFuture<'a, Result<(), JobPanicked>>
where
    F: FnMut(u32) -> Fut + 'a,
    Fut: Future<Output = ()> + Send + 'static,
{
    ANSWER.get()(restarts, backoff, Box::new(move |n| ErasedFuture::new(worker(n), |()| ())))
}

const NO_WAIT: &str = "a restart without a wait: a worker that panics at once then panics a thousand times a second; \
     sleep(…) without its .await waits for nothing";
const FROM_START: &str = "the wait counted from the worker's start: it begins with the panic";
const SAME_WAIT: &str = "the same wait each time: after panic n it is backoff * 2^n, at most backoff * 32";
const LINEAR: &str = "a wait that grows by one back-off each time: it doubles, up to backoff * 32";
const AHEAD_BY_ONE: &str =
    "doubling before the first wait: after the panic of worker 0 the wait is one back-off";
const NO_CAP: &str = "doubling without an end: no wait is longer than backoff * 32";
const TOO_LONG: &str = "another wait than backoff * 2^n after the panic of worker n, at most backoff * 32";
const OVERFLOW: &str = "a power of two that overflows before it is capped: 2u32.pow(n) has no room from n = 32 on; cap the \
     exponent, 1 << n.min(5)";
const CALLED_AHEAD: &str = "the next worker called before the wait, and only awaited after it: what the call itself does \
     comes too early";
const TOO_FEW: &str = "a restart too few: `restarts` counts what comes after the first run";
const TOO_MANY: &str = "a restart too many: after `restarts` of them the next panic is the error";
const SET_BACK: &str =
    "a count that is set back when a worker has run for long: it counts all panics, for ever";
const WHICH: &str = "another error than the last panic's: the one after which nothing is started any more";
const LATE_ERROR: &str = "a wait before the error: after the last restart there is nothing to wait for";
const ENDED: &str =
    "a worker that ended by itself started again, or waited for: only a panic is a reason for a restart";
const NOT_AWAITED: &str = "returning while a worker runs";
const AGAIN: &str =
    "the same worker called twice, or a number left out: worker(n + 1) follows the panic of worker n";

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn panicked(text: &str) -> Result<(), JobPanicked> {
    Err(JobPanicked { message: text.to_owned() })
}

/// Workers 0 and so on, which last so many ms from their start and then panic.
struct Workers(Jobs, usize);

fn panicking(ms: impl IntoIterator<Item = u64>) -> Workers {
    let jobs = Jobs::named("worker", ms);
    let count = jobs.items().len();
    Workers((0..count).fold(jobs, |jobs, worker| jobs.panicking(worker, "it broke")), count)
}

/// The last of them ends by itself.
fn panicking_but_the_last(ms: impl IntoIterator<Item = u64>) -> Workers {
    let jobs = Jobs::named("worker", ms);
    let count = jobs.items().len();
    Workers((1..count).fold(jobs, |jobs, worker| jobs.panicking(worker - 1, "it broke")), count)
}

impl Workers {
    fn saying<const N: usize>(self, texts: [&'static str; N]) -> Workers {
        let Workers(jobs, count) = self;
        let jobs =
            texts.into_iter().enumerate().fold(jobs, |jobs, (worker, text)| jobs.panicking(worker, text));
        Workers(jobs, count)
    }

    /// The call with these workers. None of their panics may come out of it.
    fn call(&self, restarts: u32, backoff_ms: u64) -> LocalBoxFuture<'static, Result<(), JobPanicked>> {
        let (jobs, work, count) = (self.0.clone(), self.0.work(), self.1);
        let worker = move |n: u32| -> BoxFuture<'static, ()> {
            expect(n < count as u32, || {
                Failure::new(format!("worker {n} was called, and should not have been"))
                    .expected(format!("{count} workers at most"))
                    .seen("one more")
                    .cause(match jobs.end_of(count - 1) {
                        Some(End::Finished) => ENDED,
                        _ => TOO_MANY,
                    })
            });
            work(n as usize).map(|Done(_)| ()).boxed()
        };
        Box::pin(settled(supervise(restarts, ms(backoff_ms), worker)))
    }

    async fn supervised(&self, restarts: u32, backoff_ms: u64) -> Timed<Result<(), JobPanicked>> {
        beside(self.call(restarts, backoff_ms), async {}).await.0
    }
}

impl std::ops::Deref for Workers {
    type Target = Jobs;

    fn deref(&self) -> &Jobs {
        &self.0
    }
}

/// What the workers of these claims panic with.
const OWN_TEXTS: [&str; 7] = ["it broke", "one", "two", "three", "disk", "too early", "not yet"];

/// The call; none of its workers' panics may come out of it.
async fn settled(call: impl Future<Output = Result<(), JobPanicked>>) -> Result<(), JobPanicked> {
    let payload = match AssertUnwindSafe(call).catch_unwind().await {
        Ok(result) => return result,
        Err(payload) => payload,
    };
    let text = payload.downcast_ref::<&str>().copied().map(str::to_owned);
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
    let own = text.is_empty() || OWN_TEXTS.iter().any(|own| text.contains(own));
    if payload.is::<Failure>() || !own {
        resume_unwind(payload);
    }
    Failure::new("a worker's panic came out of supervise")
        .expected("a restart, or Err(JobPanicked)")
        .seen(format!("the whole call panicked: {text}"))
        .cause(
            "an unwrap or expect on the result of a task that panicked, or a worker awaited in place without \
             catch_unwind",
        )
        .raise()
}
