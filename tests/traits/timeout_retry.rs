//! `Timeout` and `Retry`: services around a service.

use std::marker::PhantomPinned;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use rstest::rstest;
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio_katas::Service;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{Backend, Causes};

/// An Ok and an Err after 20 ms, under a limit of 50 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn an_answer_in_time_is_passed_on_at_once() {
    let calls = calls([20, 20]).failing(1);
    let backend = backend(&calls);
    let service = Timeout::new(backend.clone(), ms(50));
    ask(&service).await.gave(answer(0), CHANGED).took_ms(20, WAITS_FOR_THE_LIMIT);
    ask(&service).await.gave(error(1), ALL_TIMEOUTS).took_ms(20, WAITS_FOR_THE_LIMIT);
    backend.expect_asked("request", 2, REQUEST);
    calls.expect_none_in_flight(HELD);
}

#[rstest]
#[case::of_31_ms(31, 30)]
#[case::of_a_minute(60_000, 45_000)]
#[case::under_a_limit_of_zero(10, 0)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_late_answer_is_an_error_at_the_limit(#[case] lasts_ms: u64, #[case] limit_ms: u64) {
    let calls = calls([lasts_ms]);
    let seen = ask(&Timeout::new(backend(&calls), ms(limit_ms))).await;
    seen.took_ms(limit_ms, if limit_ms == 0 { ZERO } else { WAITS_FOR_THE_ANSWER });
    let late = "a late answer passed on: when it came, the limit was over";
    seen.gave(timed_out(), if seen.value.is_ok() { late } else { "another text than \"timed out\"" });
}

/// A call of 80 ms under a limit of 30 ms. The claim still holds the finished call, so only the call itself
/// can drop the inner one.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_inner_call_is_dropped_at_that_instant() {
    let calls = calls([80]);
    let service = Timeout::new(backend(&calls), ms(30));
    let mut call = service.call("request".to_owned());
    let lane = Lane::new("timeout");
    lane.started();
    let _ = call.as_mut().await;
    lane.ended(End::Finished);
    expect(calls.end_of(0) == Some(End::Dropped), || {
        Failure::new("it answered, and its late inner call was still there")
            .expected("the inner call dropped at 30 ms, before the answer")
            .seen("not dropped")
            .cause(HELD)
    });
    calls.ended(0).expect_at_ms(30, HELD);
    expect_no_tasks("a task of its own: an abort is done only once it is awaited");
}

/// The inner service wakes up every 10 ms. The limit of 25 ms stays where it is.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_service_that_wakes_up_does_not_put_off_the_limit() {
    let seen = ask(&Timeout::new(Told(Arc::default()), ms(25))).await;
    seen.took_ms(
        25,
        "a new timer at each poll: the limit begins again whenever the inner call wakes up; make the timer once",
    );
    seen.gave(timed_out(), CHANGED);
}

/// One service with a limit of 30 ms, called at 0, 10, 20 and 100 ms. The second answer is late.
#[claim]
#[tokio::test(start_paused = true)]
async fn every_call_has_its_own_limit() {
    let calls = calls([25, 40, 29, 28]);
    let service = Timeout::new(backend(&calls), ms(30));
    let asking = async |at_ms| {
        sleep_ms(at_ms).await;
        ask(&service).await
    };
    let seen = join_all([0, 10, 20, 100].map(asking)).await;
    for (number, at_ms) in [0, 10, 20].into_iter().enumerate() {
        calls.called(number).expect_at_ms(at_ms, Causes::both(ONE_AT_A_TIME));
    }
    for (number, (seen, lasts_ms)) in seen.iter().zip([25, 30, 29, 28]).enumerate() {
        let expected = if number == 1 { timed_out() } else { answer(number) };
        seen.gave(expected, OWN_LIMIT).took_ms(lasts_ms, Causes::both(OWN_LIMIT));
    }
}

/// Five attempts. Tries of 10 and 20 ms fail, the third answers after 30 ms. They begin at 0, 10 and 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_tries_again_without_a_pause_until_the_first_ok() {
    let calls = calls([10, 20, 30, 10, 10]).failing(0).failing(1);
    let backend = backend(&calls);
    let seen = ask(&Retry::new(backend.clone(), 5)).await;
    expect_called_at_ms(&calls, &[0, 10, 30], IN_TURN);
    calls.expect_peak(1, SIDE_BY_SIDE);
    seen.gave(answer(2), LAST_ERROR).took_ms(60, IN_TURN);
    backend.expect_asked("request", 3, REQUEST);
}

/// Every try takes 400 ms and fails.
#[rstest]
#[case::one_attempt(1, 1)]
#[case::two_attempts(2, 2)]
#[case::forty_attempts(40, 40)]
#[case::no_attempts_count_as_one(0, 1)]
#[claim]
#[tokio::test(start_paused = true)]
async fn if_all_tries_fail_the_last_error_is_the_answer(#[case] attempts: u32, #[case] tries: usize) {
    let calls = all_failing([400; 41]);
    let seen = ask(&Retry::new(backend(&calls), attempts)).await;
    let made = calls.calls();
    let cause = match attempts {
        0 => "no attempts taken at their word: they count as one",
        _ if made > tries => "`attempts` taken for the tries after the first: the first counts, too",
        _ => "a limit on the tries that `attempts` does not set",
    };
    expect_eq("the number of tries", &made, &tries, cause);
    seen.gave(error(tries - 1), LAST_ERROR).took_ms(400 * tries as u64, IN_TURN);
}

/// Three attempts a call. First all tries of a call fail. Then two calls at the same time answer at their
/// third try, and so does one more.
#[claim]
#[tokio::test(start_paused = true)]
async fn every_call_has_its_own_attempts() {
    let calls = [0, 1, 2, 3, 4, 5, 6, 9, 10].into_iter().fold(calls([10; 12]), Jobs::failing);
    let service = Retry::new(backend(&calls), 3);
    ask(&service).await.gave(error(2), OWN_ATTEMPTS);
    expect_last_two(join_all([ask(&service), ask(&service)]).await, 7, 30, OWN_ATTEMPTS);
    ask(&service).await.gave(answer(11), OWN_ATTEMPTS);
    let called_at_ms = [0, 10, 20, 30, 30, 40, 40, 50, 50, 60, 70, 80];
    expect_called_at_ms(&calls, &called_at_ms, Causes::both(OWN_ATTEMPTS));
}

/// A limit of 25 ms and 3 attempts. Around each try of 100 ms, the limit ends tries at 25, 50 and 75 ms.
/// Around three failing tries of 10 ms each, it ends all of them at 25 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_limit_is_for_what_it_wraps() {
    const EACH: &str = "a timeout taken for the end: to a Retry it is a failure like any other, and the next try has its \
                        own limit";
    const WHOLE: &str =
        "a limit that begins again with each try: around a Retry it is one limit for all of them";
    let slow = calls([100; 3]);
    let each = Retry::new(Timeout::new(backend(&slow), ms(25)), 3);
    let seen = ask(&each).await;
    expect_called_at_ms(&slow, &[0, 25, 50], Causes::both(EACH));
    seen.gave(timed_out(), LAST_ERROR).took_ms(75, Causes::both(EACH));

    new_scene();
    let failing = all_failing([10; 3]);
    let whole = Timeout::new(Retry::new(backend(&failing), 3), ms(25));
    ask(&whole).await.took_ms(25, WHOLE).gave(timed_out(), WHOLE);
    expect_called_at_ms(&failing, &[0, 10, 20], IN_TURN);
    failing.ended(2).expect_at_ms(25, HELD);
}

/// The inner service is woken by another task at 15 ms, and ends the call at that instant, even if the call
/// was polled once in another task before.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_service_woken_by_another_task_is_heard_at_that_instant() {
    async fn expect_heard(service: &dyn Service) {
        let mut call = service.call("no".to_owned());
        expect((&mut call).now_or_never().is_none(), || {
            Failure::new("it was ready at its first poll").cause("the inner call not waited for")
        });
        timed(call)
            .await
            .gave(Err("no".to_owned()), CHANGED)
            .took_ms(15, "looking at the inner call only every so often: await it, and it wakes you");
    }
    expect_heard(&Timeout::new(Told(ring_after_ms(15)), ms(300))).await;
    expect_heard(&Retry::new(Told(ring_after_ms(15)), 1)).await;
}

/// Three hundred tries that fail at once.
#[claim]
#[tokio::test(start_paused = true)]
async fn tries_that_fail_at_once_take_no_time() {
    let calls = (0..300).fold(calls([0; 301]), Jobs::failing);
    let backend = backend(&calls);
    ask(&Retry::new(backend.clone(), 999)).await.gave(answer(300), TRIES).took_ms(0, IN_TURN);
    backend.expect_asked("request", 301, REQUEST);
}

/// Boxed services, and services around them: two tries of two tries each, of which the last answers. Called
/// in two tasks at the same time.
#[claim]
#[tokio::test(start_paused = true)]
async fn they_wrap_any_service_and_are_services() {
    let calls = (0..6).fold(calls([10; 8]), Jobs::failing);
    let inner: Box<dyn Service> = Box::new(Retry::new(backend(&calls), 2));
    let boxed: Box<dyn Service> = Box::new(Timeout::new(inner, ms(300)));
    let service: Arc<dyn Service> = Arc::new(Timeout::new(Retry::new(boxed, 2), ms(70)));
    let asking = || {
        let service = Arc::clone(&service);
        tokio::spawn(async move { ask(&*service).await })
    };
    let seen = join_all([asking(), asking()]).await.into_iter();
    let seen = seen.map(|task| task.expect("a task that only asks"));
    expect_last_two(seen.collect(), 6, 40, INSIDE_OUT);
}

/// After an Ok, an Err and a timeout. The claim still holds the finished call.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let calls = calls([80, 10, 10, 10]).failing(1).failing(2);
    let service = Retry::new(Timeout::new(backend(&calls), ms(50)), 2);
    for _ in 0..2 {
        let mut call = service.call("request".to_owned());
        let _ = call.as_mut().await;
        calls.expect_none_in_flight(HELD);
        expect_no_tasks(
            "an abort that is not waited for: a task is gone only when the runtime has run once more",
        );
    }
}

/// Dropped at 15 ms, during the second try.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_drops_the_inner_call() {
    let calls = calls([10, 20, 10]).failing(0).failing(1);
    let service = Retry::new(Timeout::new(backend(&calls), ms(50)), 3);
    drop_after_ms(15, ask(&service)).await;
    let_the_runtime_run().await;
    expect_no_tasks("a task of its own that goes on without the caller: dropping its JoinHandle detaches it");
    calls.ended(1).expect_at_ms(15, HELD);
    sleep_ms(50).await;
    calls.called(2).expect_never("a task of its own that goes on without the caller");
}

/// Called at 0 ms, polled from 15 ms on.
#[rstest]
#[case::timeout(true)]
#[case::retry(false)]
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll(#[case] timeout: bool) {
    let calls = calls([80, 20]);
    let backend = backend(&calls);
    let wrap = |inner| -> Box<dyn Service> {
        if timeout { Box::new(Timeout::new(inner, ms(20))) } else { Box::new(Retry::new(inner, 2)) }
    };
    expect_needs_no_runtime(|| wrap(backend.clone()));
    let service = wrap(backend);
    expect_needs_no_runtime(|| service.call("request".to_owned()));
    let call = service.call("request".to_owned());
    sleep_ms(15).await;
    calls.called(0).expect_never(BEFORE);
    expect_no_tasks(BEFORE);
    timed(call).await.took_at_least_ms(if timeout { 20 } else { 80 }, BEFORE);
}

/// Limits, lengths and failures that no answer can know beforehand. No two timers end together.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_limits_and_attempts_will_do() {
    const ANY: &str = "a limit or a number of tries that holds for some numbers only";
    let mut rng = Rng::of_this_run();
    for _ in 0..40 {
        new_scene();
        let attempts = rng.pick(0..5) as u32;
        let (per_try_ms, limit_ms) = (10 * rng.pick(0..6) + 3, 10 * rng.pick(0..12) + 5);
        let lasts_ms: Vec<u64> = (0..4).map(|_| 10 * rng.pick(1..6)).collect();
        let failing: Vec<usize> = (0..4).filter(|_| rng.pick(0..3) > 0).collect();
        let calls = failing.iter().copied().fold(calls(lasts_ms.clone()), Jobs::failing);

        let (mut now_ms, mut tries_ms) = (0, Vec::new());
        let expected = loop {
            let (nth, late) = (tries_ms.len(), lasts_ms[tries_ms.len()] > per_try_ms);
            tries_ms.push(now_ms);
            now_ms += lasts_ms[nth].min(per_try_ms);
            if now_ms > limit_ms {
                now_ms = limit_ms;
                break timed_out();
            }
            if !late && !failing.contains(&nth) {
                break answer(nth);
            }
            if tries_ms.len() >= attempts.max(1) as usize {
                break if late { timed_out() } else { error(nth) };
            }
        };

        let each = Retry::new(Timeout::new(backend(&calls), ms(per_try_ms)), attempts);
        let seen = ask(&Timeout::new(each, ms(limit_ms))).await;
        expect_called_at_ms(&calls, &tries_ms, Causes::both(ANY));
        seen.gave(expected, ANY).took_ms(now_ms, Causes::both(ANY));
        calls.expect_none_in_flight(HELD);
    }
}

/// A service of a type that is `Send` and `Sync`, and nothing else.
pub struct AnyService<'a>(Box<dyn Service + 'a>, PhantomPinned);

impl<'a> AnyService<'a> {
    fn new(inner: impl Service + 'a) -> AnyService<'a> {
        AnyService(Box::new(inner), PhantomPinned)
    }
}

impl Service for AnyService<'_> {
    fn call(&self, request: String) -> BoxFuture<'_, Reply> {
        self.0.call(request)
    }
}

type Wrap<By> = for<'a> fn(AnyService<'a>, By) -> Box<dyn Service + 'a>;

pub static TIMEOUT: Answer<Wrap<Duration>> = Answer::new();
pub static RETRY: Answer<Wrap<u32>> = Answer::new();

struct Timeout(Box<dyn Service>);

impl Timeout {
    fn new(inner: impl Service + 'static, limit: Duration) -> Timeout {
        Timeout(TIMEOUT.get()(AnyService::new(inner), limit))
    }
}

impl Service for Timeout {
    fn call(&self, request: String) -> BoxFuture<'_, Reply> {
        self.0.call(request)
    }
}

struct Retry(Box<dyn Service>);

impl Retry {
    fn new(inner: impl Service + 'static, attempts: u32) -> Retry {
        Retry(RETRY.get()(AnyService::new(inner), attempts))
    }
}

impl Service for Retry {
    fn call(&self, request: String) -> BoxFuture<'_, Reply> {
        self.0.call(request)
    }
}

const WAITS_FOR_THE_LIMIT: &str =
    "waiting for the limit although the answer is there: the answer ends the call";
const WAITS_FOR_THE_ANSWER: &str =
    "waiting for the answer although the limit is reached: the limit ends the call";
const ZERO: &str = "a limit of zero taken for no limit: it is over at once";
const CHANGED: &str = "an answer that is changed on its way: the inner service's own is passed on";
const ALL_TIMEOUTS: &str = "every error taken for a timeout: the inner service's own is passed on";
const HELD: &str = "the inner call kept in something that lives on, such as a struct that the caller still has: drop it \
                    when its time is over";
const OWN_LIMIT: &str =
    "a deadline kept in `self`, which all calls share: a limit belongs to the future of one call";
const ONE_AT_A_TIME: &str =
    "a lock around the inner service: a call waits for the one before it, which costs it its time";
const OWN_ATTEMPTS: &str =
    "tries counted in `self`, which all calls share: a count belongs to the future of one call";
const TRIES: &str = "a number of tries that is not `attempts`";
const SIDE_BY_SIDE: &str = "a try that is made before the last one has failed: there is one at a time";
const IN_TURN: Causes<'static> = Causes::of("a pause between two tries", SIDE_BY_SIDE);
const LAST_ERROR: &str = "the first error kept, or an error of its own: the last try's error is the answer";
const REQUEST: &str = "a request that is used up by the first try: each try gets a copy";
const BEFORE: &str =
    "work outside the async block: the inner service is called, and the limit counts, from the first poll";
const INSIDE_OUT: &str =
    "a wrapper that acts on the tries inside another one: to the outer one they are one call";

type Reply = Result<String, String>;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn answer(number: usize) -> Reply {
    Ok(format!("answer {number}"))
}

fn error(number: usize) -> Reply {
    Err(format!("error {number}"))
}

fn timed_out() -> Reply {
    Err("timed out".to_owned())
}

/// The inner service's calls, in the order in which it gets them.
fn calls(ms: impl IntoIterator<Item = u64>) -> Jobs {
    Jobs::named("call", ms)
}

fn all_failing(ms: impl IntoIterator<Item = u64>) -> Jobs {
    let calls = calls(ms);
    calls.items().into_iter().fold(calls, Jobs::failing)
}

fn backend(calls: &Jobs) -> Backend {
    Backend::in_turn(calls)
}

async fn ask(service: &dyn Service) -> Timed<Reply> {
    timed(service.call("request".to_owned())).await
}

/// The inner service was called at these ms, and at no others.
fn expect_called_at_ms(calls: &Jobs, expected_ms: &[u64], causes: Causes<'_>) {
    for (nth, &at_ms) in expected_ms.iter().enumerate() {
        calls.called(nth).expect_at_ms(at_ms, causes);
        calls.started(nth).expect_at_ms(at_ms, causes);
    }
    expect_eq("calls of the inner service", &calls.calls(), &expected_ms.len(), TRIES);
}

/// Two calls made at the same time got the answers from `first` on, in either order.
fn expect_last_two(mut seen: Vec<Timed<Reply>>, first: usize, after_ms: u64, cause: &str) {
    seen.sort_by(|a, b| a.value.cmp(&b.value));
    for (number, seen) in (first..).zip(&seen) {
        seen.gave(answer(number), cause).took_ms(after_ms, Causes::both(cause));
    }
}

/// Another task rings after `ms`, a few turns of the runtime after that instant has begun.
fn ring_after_ms(ms: u64) -> Arc<Notify> {
    let bell = Arc::new(Notify::new());
    let rings = Arc::clone(&bell);
    tokio::spawn(async move {
        sleep_ms(ms).await;
        for _ in 0..10 {
            yield_now().await;
        }
        rings.notify_one();
    });
    bell
}

/// It wakes up every 10 ms, and fails when the bell rings, or after 200 ms.
struct Told(Arc<Notify>);

impl Service for Told {
    fn call(&self, request: String) -> BoxFuture<'_, Reply> {
        Box::pin(async move {
            let mut told = Box::pin(self.0.notified());
            for _ in 0..20 {
                tokio::select! {
                    () = &mut told => break,
                    () = sleep_ms(10) => {}
                }
            }
            Err(request)
        })
    }
}

// ------------------------------------------------------------------------ Timeout
