//! `retry`: each try has its own limit, and is gone before the wait.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::RetryError;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::subjects::{Retry, call_retry};

#[claim]
#[tokio::test(start_paused = true)]
async fn a_first_success_is_the_end() {
    let jobs = Jobs::lasting_ms([7, 7, 7]);
    let seen = retry_jobs(3, &jobs).await;
    expect_eq("the number of tries", &jobs.calls(), &1, "tries that go on after a success");
    seen.gave(Ok(Done(0)), "a success not returned").took_ms(7, "a wait after a success");
    expect_tries_at_ms(&jobs, &[0], "a wait before the first try");
}

/// Tries of 5 ms fail; waits of 10, 20 and 30 ms follow: tries at 0, 15, 40 and 75 ms, and the fourth succeeds.
#[claim]
#[tokio::test(start_paused = true)]
async fn after_try_k_it_waits_k_times_the_backoff() {
    let jobs = Jobs::lasting_ms([5, 5, 5, 5, 5]).failing(0).failing(1).failing(2);
    let seen = retry_jobs(5, &jobs).await;
    expect(seen.value != Err(RetryError::Failed(Failed(0))), || {
        Failure::new("it gave up after the first failure")
            .expected("Ok(Done(3)), after three failures")
            .seen(format!("{:?} after {} ms", seen.value, seen.ms))
            .cause(GIVES_UP)
    });
    let cause = wrong_backoff(&jobs);
    expect_tries_at_ms(&jobs, &[0, 15, 40, 75], cause);
    seen.gave(Ok(Done(3)), GIVES_UP).took_ms(80, Causes::both(cause));
}

/// All fail: after the last try there is no wait. 20 ms per try, backoff 10 ms.
#[rstest]
#[case::one_try(1, 5)]
#[case::two_tries(2, 20)]
#[case::three_tries(3, 45)]
#[case::no_attempts_count_as_one(0, 5)]
#[claim]
#[tokio::test(start_paused = true)]
async fn after_the_last_try_it_ends_at_once(#[case] attempts: u32, #[case] ms: u64) {
    let jobs = Jobs::lasting_ms([5; 4]).failing(0).failing(1).failing(2).failing(3);
    let seen = retry_jobs(attempts, &jobs).await;
    let tries = attempts.max(1) as usize;
    let cause = match attempts {
        0 => "0 attempts taken for no try at all: a limit of 0 counts as 1",
        _ => ONE_TOO_MANY,
    };
    expect_eq("the number of tries", &jobs.calls(), &tries, cause);
    let error = Err(RetryError::Failed(Failed(tries - 1)));
    seen.gave(error, "the first error kept: the result is the last try's").took_ms(ms, LAST_WAIT);
}

/// Tries that never end, 20 ms each: dropped at 20 and 50 ms, and not when the waits are over.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_late_try_is_dropped_before_the_wait() {
    let jobs = Jobs::lasting_ms([0, 0, 5]).never_ending(0).never_ending(1);
    let seen = retry_jobs(3, &jobs).await;
    let over_30_ms = jobs.ended(0).at_ms().is_none_or(|at_ms| at_ms > 30);
    jobs.ended(0).expect_at_ms(20, if over_30_ms { ONE_LIMIT } else { HELD });
    seen.gave(Ok(Done(2)), GIVES_UP);
    expect_tries_at_ms(&jobs, &[0, 30, 70], GROWS);
    jobs.ended(1).expect_at_ms(50, HELD);
    seen.took_ms(75, Causes::both(GROWS));
}

/// Try 1 times out and try 2 fails; then the other way round.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_last_tries_error_is_told() {
    let jobs = Jobs::lasting_ms([0, 5]).never_ending(0).failing(1);
    retry_jobs(2, &jobs)
        .await
        .took_ms(35, Causes::of(LAST_WAIT, GIVES_UP))
        .gave(Err(RetryError::Failed(Failed(1))), ONE_KIND);
    new_scene();
    let jobs = Jobs::lasting_ms([5, 0]).failing(0).never_ending(1);
    retry_jobs(2, &jobs).await.gave(Err(RetryError::TimedOut), ONE_KIND).took_ms(35, LAST_WAIT);
    new_scene();
    let jobs = Jobs::lasting_ms([5, 5, 5]).failing(0).failing(1).failing(2);
    retry_jobs(3, &jobs).await.gave(Err(RetryError::Failed(Failed(2))), ONE_KIND).took_ms(45, LAST_WAIT);
}

/// Try 1 ends at 20 ms, just when its time is up. Fifty times, since an unbiased select! flips a coin.
#[claim(one_order = "a try that is ready in the instant of its limit goes before it")]
#[tokio::test(start_paused = true)]
async fn a_try_that_takes_exactly_its_time_is_in_time() {
    for _ in 0..50 {
        new_scene();
        let jobs = Jobs::lasting_ms([20, 1]);
        let seen = retry_jobs(2, &jobs).await;
        if seen.value != Ok(Done(0)) {
            let cause = lost_tie().await;
            seen.gave(Ok(Done(0)), cause);
        }
        seen.took_ms(20, "a wait after a success");
        new_scene();
        let jobs = Jobs::lasting_ms([20]).failing(0);
        let seen = retry_jobs(1, &jobs).await;
        seen.gave(Err(RetryError::Failed(Failed(0))), COIN).took_ms(20, LAST_WAIT);
    }
}

/// No backoff, and a thousand tries that fail at once.
#[claim]
#[tokio::test(start_paused = true)]
async fn without_backoff_it_tries_again_at_once() {
    let mut numbers = Vec::new();
    let op = |k: u32| {
        numbers.push(k);
        std::future::ready(if k == 1000 { Ok("at last") } else { Err(()) })
    };
    let seen = timed(retry(2000, Duration::from_millis(20), Duration::ZERO, op)).await;
    seen.gave(Ok("at last"), GIVES_UP)
        .took_no_time("a least wait of its own: with a backoff of zero the next try comes at once");
    let expected: Vec<u32> = (1..=1000).collect();
    expect_eq("the numbers of the tries", &numbers, &expected, "tries that are not numbered 1, 2, 3, …");
}

/// A try that is ready at once takes no time: with a limit of zero it is in time, and one that waits is not.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_limit_of_zero_still_polls_the_try() {
    for _ in 0..50 {
        let ready = |k: u32| async move { Ok::<u32, Failed>(k) };
        let seen = timed(retry(3, Duration::ZERO, Duration::from_millis(10), ready)).await;
        seen.gave(Ok(1), TIMER_FIRST).took_no_time(TIMER_FIRST);
    }
    let jobs = Jobs::lasting_ms([0, 0]).never_ending(0).never_ending(1);
    let call = drop_after_ms(1000, retry_jobs_within(2, 0, 0, &jobs)).await;
    let seen = call.unwrap_or_else(|| {
        Failure::new("with a limit of zero it waited for a try that never ends")
            .expected("a time-out at once")
            .seen("it was still waiting after a second")
            .cause(NO_LIMIT)
            .raise()
    });
    seen.gave(Err(RetryError::TimedOut), ONE_KIND).took_no_time(NO_LIMIT);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let jobs = Jobs::lasting_ms([5, 0, 5]).failing(0).never_ending(1);
    let _ = retry_jobs(3, &jobs).await;
    expect_no_tasks(
        "a task that keeps the time and is never stopped: a timer needs no task; put a timeout around the \
         try",
    );
    jobs.expect_none_in_flight(HELD);
}

/// Try 1 never ends and is out of time at 20 ms; try 2 would come at 30 ms. Dropped at 15 ms, or at 25 ms.
#[rstest]
#[case::during_a_try(15, 15)]
#[case::during_a_wait(25, 20)]
#[claim]
#[tokio::test(start_paused = true)]
async fn dropped_half_way_it_tries_no_more(#[case] drop_ms: u64, #[case] gone_ms: u64) {
    let jobs = Jobs::lasting_ms([0, 5]).never_ending(0);
    drop_after_ms(drop_ms, retry_jobs(2, &jobs)).await;
    let_the_runtime_run().await;
    expect_no_tasks("a task of its own, which goes on when the call is dropped");
    jobs.ended(0).expect_at_ms(gone_ms, HELD);
    sleep_ms(50).await;
    jobs.called(1).expect_never("a task of its own, which goes on when the call is dropped");
}

/// The operation changes one local and borrows another, and its future and results are not `Send`.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_operation_may_borrow_and_need_not_be_send() {
    let log = RefCell::new(Vec::new());
    let mut calls = 0;
    let op = |k: u32| {
        calls += 1;
        let (log, word) = (&log, Rc::new("tried".to_owned()));
        async move {
            sleep_ms(5).await;
            log.borrow_mut().push(format!("{word} {k}"));
            if k == 3 { Ok(word) } else { Err(word) }
        }
    };
    let seen = timed(retry(4, Duration::from_millis(20), Duration::from_millis(10), op)).await;
    seen.took_ms(45, Causes::both(GROWS));
    expect_eq("the number of calls", &calls, &3, GIVES_UP);
    let tried = ["tried 1", "tried 2", "tried 3"].map(str::to_owned).to_vec();
    expect_eq("the tries", &log.into_inner(), &tried, GIVES_UP);
}

/// Called at 0 ms, first polled at 15 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let ms = Duration::from_millis;
    expect_needs_no_runtime(|| retry(1, ms(20), ms(10), |_| std::future::ready(Ok::<(), ()>(()))));
    let jobs = Jobs::lasting_ms([0, 5]).never_ending(0);
    let work = jobs.fallible_work();
    let call = retry(2, ms(20), ms(10), |k| work(k as usize - 1));
    sleep_ms(15).await;
    jobs.called(0).expect_never("op(1) called by the call itself, before the first poll");
    timed(call)
        .await
        .gave(Ok(Done(1)), GIVES_UP)
        .took_at_least_ms(35, "a clock started by the call itself, before the first poll");
}

/// Random tries, limits and backoffs; some tries take exactly their time.
#[claim(one_order = "a try that is ready in the instant of its limit goes before it")]
#[tokio::test(start_paused = true)]
async fn any_operation_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..30 {
        new_scene();
        let attempts = rng.pick(0..7) as u32;
        let (per_try_ms, backoff_ms) = (rng.pick(5..30), rng.pick(0..20));
        let lasts_ms: Vec<u64> = (0..7).map(|_| rng.pick(1..per_try_ms + 6).min(per_try_ms + 3)).collect();
        let failing: Vec<bool> = (0..7).map(|_| rng.pick(0..4) > 0).collect();
        let jobs = (0..7).filter(|&job| failing[job]).fold(Jobs::lasting_ms(lasts_ms.clone()), Jobs::failing);

        let (mut now_ms, mut tries_ms) = (0, Vec::new());
        let expected = loop {
            let job = tries_ms.len();
            tries_ms.push(now_ms);
            now_ms += lasts_ms[job].min(per_try_ms);
            let late = lasts_ms[job] > per_try_ms;
            if !late && !failing[job] {
                break Ok(Done(job));
            }
            if tries_ms.len() >= attempts.max(1) as usize {
                break Err(if late { RetryError::TimedOut } else { RetryError::Failed(Failed(job)) });
            }
            now_ms += backoff_ms * tries_ms.len() as u64;
        };

        let seen = retry_jobs_within(attempts, per_try_ms, backoff_ms, &jobs).await;
        expect_tries_at_ms(&jobs, &tries_ms, GROWS);
        seen.gave(expected, "another error than the last try's")
            .took_ms(now_ms, Causes::of(LAST_WAIT, GIVES_UP));
    }
}

pub static ANSWER: Answer<Retry> = Answer::new();

fn retry<'a, T, E, F, Fut>(
    attempts: u32,
    per_try: Duration,
    backoff: Duration,
    op: F,
) -> LocalBoxFuture<'a, Result<T, RetryError<E>>>
where
    T: 'a,
    E: 'a,
    F: FnMut(u32) -> Fut + 'a,
    Fut: Future<Output = Result<T, E>> + 'a,
{
    call_retry(ANSWER.get(), attempts, per_try, backoff, op)
}

const GROWS: &str = "a wait of another length: after try k it is backoff * k";
const LAST_WAIT: &str = "a wait after the last try: nothing comes after it";
const HELD: &str = "the try kept alive during the wait, by a pin or a variable whose scope is still open: \
     it is dropped when its time is out, before the wait";
const ONE_LIMIT: &str =
    "one limit for all tries together: each try has its own, and is dropped when that is over";
const ONE_KIND: &str =
    "only one kind of error remembered: a time-out counts as much as a failure, and the last try's counts";
const ONE_TOO_MANY: &str = "`attempts` taken for the tries after the first: one try too many";
const GIVES_UP: &str = "one kind of failure taken for the end: a try that failed and one that timed out are \
     both tried again";
const NO_LIMIT: &str = "a limit of zero taken for no limit: a duration of zero stays zero";
const TIMER_FIRST: &str =
    "the timer polled before the try: in one instant both are ready, and the try goes first";
const COIN: &str =
    "select! without `biased`: of two ready branches it picks one at random, and the try goes first";

/// Which wait it was that put these tries at other times than those of a backoff that grows.
fn wrong_backoff(jobs: &Jobs) -> &'static str {
    let at_ms = |job| jobs.called(job).at_ms();
    match (at_ms(1), at_ms(2), at_ms(3)) {
        (called_ms, ..) if called_ms < jobs.started(1).at_ms() => {
            "op called before the wait: calling it is part of the next try"
        }
        (Some(5), Some(10), _) => "a sleep without its .await: it does nothing",
        (Some(5), ..) => "a backoff that is counted from 0: after try 1 the wait is backoff * 1",
        (Some(10), ..) => {
            "a wait that is counted from the start of the try: it begins when the try has failed"
        }
        (_, Some(30), _) => "a backoff that is the same each time: after try k the wait is backoff * k",
        (.., Some(85)) => "a backoff that doubles: after try k the wait is backoff * k",
        _ => GROWS,
    }
}

/// Why a try that takes exactly its time was late: what becomes of one that is ready at once, under a limit of zero,
/// tells.
async fn lost_tie() -> &'static str {
    let mut done = 0;
    for _ in 0..50 {
        let ready = |_| std::future::ready(Ok::<(), ()>(()));
        done += usize::from(retry(1, Duration::ZERO, Duration::ZERO, ready).await.is_ok());
    }
    match done {
        0 => TIMER_FIRST,
        50 => "the time of the try compared with < instead of <=: one that takes exactly its time is in time",
        _ => COIN,
    }
}

type Outcome = Result<Done, RetryError<Failed>>;

/// Job k - 1 is try k. Per try 20 ms, backoff 10 ms.
async fn retry_jobs(attempts: u32, jobs: &Jobs) -> Timed<Outcome> {
    retry_jobs_within(attempts, 20, 10, jobs).await
}

async fn retry_jobs_within(attempts: u32, per_try_ms: u64, backoff_ms: u64, jobs: &Jobs) -> Timed<Outcome> {
    let work = jobs.fallible_work();
    let planned = jobs.items().len();
    let op = |k: u32| {
        expect((1..=planned).contains(&(k as usize)), || {
            Failure::new(format!("op({k}) was called"))
                .expected(format!("op(1) up to op({planned}) at most"))
                .seen(format!("op({k})"))
                .cause(if k == 0 { "tries counted from 0: the first call is op(1)" } else { ONE_TOO_MANY })
        });
        work(k as usize - 1)
    };
    let (per_try, backoff) = (Duration::from_millis(per_try_ms), Duration::from_millis(backoff_ms));
    timed(retry(attempts, per_try, backoff, op)).await
}

/// The tries of these jobs were made at these ms, and no others.
fn expect_tries_at_ms(jobs: &Jobs, expected_ms: &[u64], cause: &str) {
    for (job, &ms) in expected_ms.iter().enumerate() {
        jobs.called(job).expect_at_ms(ms, Causes::both(cause));
        jobs.started(job).expect_at_ms(ms, Causes::both(cause));
    }
    expect_eq("the number of tries", &jobs.calls(), &expected_ms.len(), "a try too many, or one too few");
}
