//! `first_success`: all attempts run in the caller's own task, the first `Ok` ends the race.

use std::cell::Cell;
use std::future::{Ready, poll_fn};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::task::{Poll, ready};

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio_katas::probe::prelude::*;

/// Attempts of 30, 20 and 40 ms, all good: the second wins at 20 ms. At 30 ms the first in the input ends, at 40 ms the
/// last of all.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_first_to_succeed_wins_at_that_instant() {
    let jobs = Jobs::lasting_ms([30, 20, 40]);
    let seen = timed(first_success(attempts(&jobs))).await;
    for job in jobs.items() {
        jobs.started(job).expect_at_ms(0, ONE_BY_ONE);
    }
    let late = match seen.ms {
        30 => INPUT_ORDER,
        40 => WAITS_ON,
        _ => NOW_AND_THEN,
    };
    seen.took_ms(20, late).gave(Ok(Done(1)), FIRST_TO_END);
}

/// Attempts fail at 10, 20 and 30 ms. They may not be polled again: an async block that is polled after its end panics.
#[claim]
#[tokio::test(start_paused = true)]
async fn no_attempt_is_polled_after_its_end() {
    fn once<F: Future>(work: F) -> impl Future<Output = F::Output> {
        let (mut work, mut ended) = (Box::pin(work), false);
        poll_fn(move |cx| {
            expect(!ended, || {
                Failure::new("an attempt was polled again after it had ended")
                    .expected("a future that was ready is left alone: an async block would panic")
                    .cause(
                        "a loop that polls all attempts at each wake-up, even those that have already failed",
                    )
            });
            let output = ready!(work.as_mut().poll(cx));
            ended = true;
            Poll::Ready(output)
        })
    }
    let jobs = Jobs::lasting_ms([20, 10, 40, 30]).failing(0).failing(1).failing(3);
    let attempts = attempts(&jobs).into_iter().map(once).collect();
    timed(first_success(attempts)).await.gave(Ok(Done(2)), FIRST_TO_END).took_ms(40, WAITS_ON);
}

/// Attempts fail at 10 and 20 ms; the slowest succeeds at 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_failure_does_not_end_the_race() {
    let jobs = Jobs::lasting_ms([10, 30, 20]).failing(0).failing(2);
    let seen = timed(first_success(attempts(&jobs))).await;
    expect_eq("two failures and a later success", &seen.value, &Ok(Done(1)), FIRST_TO_END);
    seen.took_ms(30, WAITS_ON);
}

/// All start at 0 ms. All but the last need over a second: it wins at 10 ms, however many there are.
#[rstest]
#[case::two(2)]
#[case::forty(40)]
#[case::two_hundred(200)]
#[case::a_thousand(1000)]
#[claim]
#[tokio::test(start_paused = true)]
async fn all_attempts_run_at_the_same_time(#[case] number: usize) {
    let last = number - 1;
    let jobs = Jobs::lasting_ms((1000..).take(last).chain([10]));
    let seen = timed(first_success(attempts(&jobs))).await;
    for job in jobs.items() {
        jobs.started(job).expect_at_ms(0, if number > 2 { SO_MANY_AT_A_TIME } else { ONE_BY_ONE });
    }
    let many =
        "a success noticed late: try_join_all looks at the results of more than 30 futures in input order";
    seen.took_ms(10, if number > 30 { many } else { WAITS_ON });
    seen.gave(Ok(Done(last)), FIRST_TO_END);
}

/// The claim still holds the finished call, so only the function itself can have dropped the rest.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_rest_are_dropped_before_the_function_returns() {
    const HELD: &str = "attempts held by a struct or a closure that the caller still has: what an async fn \
         holds is dropped when it returns";
    const LEAKED: &str = "attempts that were leaked: what the future does not own is never dropped";
    let jobs = Jobs::lasting_ms([40, 10, 20, 30]).failing(1);
    let mut call = Box::pin(first_success(attempts(&jobs)));
    let lane = Lane::new("the call");
    lane.started();
    let _ = call.as_mut().await;
    lane.ended(End::Finished);
    let alive: Vec<usize> = jobs.items().into_iter().filter(|&job| jobs.end_of(job).is_none()).collect();
    if let Some(&job) = alive.first() {
        let failure =
            Failure::new(format!("the function returned, and {} attempts were still there", alive.len()))
                .expected("the other attempts dropped at 20 ms, before the function returns")
                .seen(format!("not dropped: {alive:?}"));
        drop(call);
        failure.cause(if jobs.end_of(job).is_none() { LEAKED } else { HELD }).raise();
    }
    for loser in [0, 3] {
        jobs.ended(loser).expect_at_ms(20, WAITS_ON);
    }
    expect_no_tasks("an attempt in a task of its own that was never stopped");
}

/// They fail in another order than they were given in; the last at `number` ms.
#[rstest]
#[case::one(1)]
#[case::three(3)]
#[case::two_hundred(200)]
#[claim]
#[tokio::test(start_paused = true)]
async fn if_all_fail_their_errors_come_in_input_order(#[case] number: u64) {
    let jobs = all_failing((0..number).map(|job| (job * 77 + 1) % number + 1));
    let seen = timed(first_success(attempts(&jobs))).await;
    let expected = Err(jobs.items().into_iter().map(Failed).collect());
    expect_eq("the errors", &seen.value, &expected, wrong_errors(&jobs, &seen.value));
    seen.took_ms(
        number,
        "a pause after the last failure: once all have failed there is nothing left to wait for",
    );
}

/// Another task answers at 10 ms, a few turns of the runtime after that instant began. The attempt borrows a local, and
/// gives a value that implements no trait.
#[claim]
#[tokio::test(start_paused = true)]
async fn an_attempt_woken_by_another_task_wins_at_that_instant() {
    struct Letter<'a>(&'a Cell<usize>, &'static str);
    let opened = Cell::new(0);
    let (answer, mailbox) = oneshot::channel();
    let (_never_used, silent) = oneshot::channel();
    tokio::spawn(async move {
        sleep_ms(10).await;
        for _ in 0..10 {
            yield_now().await;
        }
        let _ = answer.send("answer");
    });
    let attempts = [silent, mailbox].into_iter().map(|mailbox| async {
        let text = mailbox.await?;
        opened.set(opened.get() + 1);
        Ok::<_, oneshot::error::RecvError>(Letter(&opened, text))
    });
    let seen = timed(first_success(attempts.collect())).await;
    seen.took_ms(10, NOW_AND_THEN);
    let letter = seen.value.map(|letter| (letter.0.get(), letter.1)).map_err(|errors| errors.len());
    expect_eq("letters opened, and the text", &letter, &Ok((1, "answer")), FIRST_TO_END);
}

/// Three hundred attempts fail in one instant, at 10 ms, and are woken together; one succeeds at 20 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn many_failures_in_one_instant_are_all_seen() {
    let jobs = Jobs::lasting_ms([10; 300].into_iter().chain([20]));
    let jobs = (0..300).fold(jobs, Jobs::failing);
    let seen = within_a_second(&jobs, ONE_PER_POLL).await;
    seen.gave(Ok(Done(300)), FIRST_TO_END).took_ms(20, ONE_PER_POLL);

    new_scene();
    let jobs = all_failing([10; 300]);
    let expected = Err(jobs.items().into_iter().map(Failed).collect());
    let seen = within_a_second(&jobs, ONE_PER_POLL).await;
    expect_eq("the errors", &seen.value, &expected, wrong_errors(&jobs, &seen.value));
    seen.took_ms(10, ONE_PER_POLL);
}

/// A hundred attempts are ready at their first poll, and the last one is good. That takes no time, and neither do a
/// hundred failures.
#[claim]
#[tokio::test(start_paused = true)]
async fn attempts_ready_at_once_take_no_time() {
    for good in [Some(99), None] {
        let attempts = (0..100).map(|id| async move { if Some(id) == good { Ok(id) } else { Err(id) } });
        let expected = good.ok_or((0..100).collect());
        let seen = timed(first_success(attempts.collect())).await;
        let cause = if good.is_some() { FIRST_TO_END } else { "errors lost, or not in input order" };
        seen.gave(expected, cause).took_no_time("a pause before or between the attempts");
    }
}

/// Polled once elsewhere, at 0 ms, and awaited here from then on: the attempts, which end at 10 and 20 ms, must wake the
/// task that polled last.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_call_that_changes_tasks_is_woken_in_the_new_one() {
    const OLD_WAKER: &str = "the waker of the first poll kept for ever: each poll brings its own, and the \
         attempts must wake the latest";
    let jobs = Jobs::lasting_ms([20, 10]).failing(1);
    let mut call = pin!(first_success(attempts(&jobs)));
    expect(call.as_mut().now_or_never().is_none(), || {
        Failure::new("it was ready at its first poll").cause("the attempts not waited for")
    });
    let seen = drop_after_ms(1000, timed(call)).await.unwrap_or_else(|| never_ended(OLD_WAKER));
    seen.took_ms(20, OLD_WAKER).gave(Ok(Done(0)), FIRST_TO_END);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_attempts_are_an_empty_error_at_once() {
    let call = AssertUnwindSafe(first_success(Vec::<Ready<Result<(), ()>>>::new()));
    let ended = drop_after_ms(1000, timed(call.catch_unwind())).await;
    let seen = match ended {
        Some(Timed { value: Ok(ref result), .. }) => format!("{result:?}"),
        Some(_) => "a panic".to_owned(),
        None => "a call that never ends".to_owned(),
    };
    expect(seen == "Err([])", || {
        Failure::new("no attempts: not as expected").expected("Err([])").seen(seen).cause(
            "a wait for a first attempt that is not there: select_all panics on an empty list, and a \
             channel without senders has nothing to give",
        )
    });
    let pause = "a pause although there is nothing to wait for";
    ended.into_iter().for_each(|ended| _ = ended.took_no_time(pause));
}

/// Dropped at 15 ms: one attempt has failed, two are running.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_drops_all_attempts() {
    let jobs = Jobs::lasting_ms([40, 10, 50]).failing(1);
    drop_after_ms(15, first_success(attempts(&jobs))).await;
    let_the_runtime_run().await;
    jobs.expect_none_in_flight(
        "attempts that were leaked: what the future does not own is not dropped with it",
    );
}

/// Called at 0 ms, first polled at 15 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const BEFORE: &str = "attempts polled by the call itself, before the returned future is polled";
    expect_needs_no_runtime(|| first_success(vec![async { Ok::<(), ()>(()) }]));
    let jobs = Jobs::lasting_ms([20, 40]);
    let call = first_success(attempts(&jobs));
    sleep_ms(15).await;
    for job in jobs.items() {
        jobs.started(job).expect_never(BEFORE);
    }
    timed(call).await.took_at_least_ms(20, BEFORE);
}

/// Thirty random races: 1 to 40 attempts, no two of the same length.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_attempts_will_do() {
    let mut rng = Rng::of_this_run();
    for round in 0..30 {
        new_scene();
        let number = rng.pick(1..41);
        // `1 + job` makes the times differ.
        let ms: Vec<u64> = (0..number).map(|job| 100 * rng.pick(1..30) + 1 + job).collect();
        // In every third race all fail, in the others a few succeed.
        let fails: Vec<bool> = ms.iter().map(|_| round % 3 == 0 || rng.pick(0..4) > 0).collect();
        let failures: Vec<usize> = (0..ms.len()).filter(|&job| fails[job]).collect();
        let jobs = failures.iter().copied().fold(Jobs::lasting_ms(ms.clone()), Jobs::failing);

        let winner = (0..ms.len()).filter(|&job| !fails[job]).min_by_key(|&job| ms[job]);
        let expected = winner.map(Done).ok_or(jobs.items().into_iter().map(Failed).collect());
        let end_ms = winner.map_or(ms.iter().max().copied().unwrap_or(0), |job| ms[job]);
        let seen = timed(first_success(attempts(&jobs))).await;
        expect(seen.value == expected, || {
            Failure::new(format!("{number} attempts, {} of them failing: not as expected", failures.len()))
                .expected(format!("{expected:?} after {end_ms} ms"))
                .seen(format!("{:?} after {} ms", seen.value, seen.ms))
                .cause(if winner.is_some() { FIRST_TO_END } else { wrong_errors(&jobs, &seen.value) })
        });
        seen.took_ms(end_ms, WAITS_ON);
        jobs.expect_none_in_flight("attempts that were leaked instead of dropped");
    }
}

/// Attempts that borrow, of one type, since the answer is compiled once.
type FirstSuccess =
    for<'a> fn(Vec<Attempt<'a>>) -> LocalBoxFuture<'a, Result<Borrowed<'a, 0>, Vec<Borrowed<'a, 1>>>>;

/// As many as no answer can know beforehand. The last wins at 10 ms; the others would take a second.
#[claim]
#[tokio::test(start_paused = true)]
async fn thousands_of_attempts_run_at_the_same_time() {
    let last = Rng::of_this_run().thousands() - 1;
    let attempt = |number: usize| {
        async move {
            sleep_ms(if number == last { 10 } else { 1000 }).await;
            Ok::<Done, Failed>(Done(number))
        }
        .boxed_local()
    };
    let seen = timed(first_success((0..=last).map(attempt).collect())).await;
    seen.took_ms(10, SO_MANY_AT_A_TIME).gave(Ok(Done(last)), FIRST_TO_END);
}

type Attempt<'a> = LocalErasedFuture<'a, Result<Borrowed<'a, 0>, Borrowed<'a, 1>>>;

pub static ANSWER: Answer<FirstSuccess> = Answer::new();

fn first_success<'a, F, T, E>(attempts: Vec<F>) -> LocalBoxFuture<'a, Result<T, Vec<E>>>
where
    F: Future<Output = Result<T, E>> + 'a,
    T: 'a,
    E: 'a,
{
    let (values, errors) = (Eraser::new(), Eraser::new());
    let attempt = |attempt| {
        let (values, errors) = (values.clone(), errors.clone());
        let erase =
            move |result: Result<T, E>| result.map(|it| values.erase(it)).map_err(|it| errors.erase(it));
        LocalErasedFuture::new(attempt, erase)
    };
    let call = ANSWER.get()(attempts.into_iter().map(attempt).collect());
    then(call, move |result| {
        let all = |failed: Vec<Borrowed<1>>| failed.into_iter().map(|it| errors.open(it)).collect();
        result.map(|it| values.open(it)).map_err(all)
    })
}

const WAITS_ON: &str =
    "awaiting all attempts: the first success ends the race, and if there is none, the last failure";
const NOW_AND_THEN: &str = "looking at the attempts only every so often: polled with the waker of your own \
     task, they wake you when there is something to see";
const INPUT_ORDER: &str = "results taken in input order: a success behind a slow attempt is seen late";
const ONE_BY_ONE: &str = "attempts one after the other: an attempt that is not polled does nothing, so poll \
     all of them from the start";
const SO_MANY_AT_A_TIME: &str = "only so many attempts at a time: each one needs its first poll at once";
const FIRST_TO_END: &str = "the first attempt to end taken for the first to succeed: a failure only takes \
     its attempt out of the race";
const ONE_PER_POLL: &str = "one finished attempt per poll, then Pending: those that end in the same instant \
     wake the task together, once, so look at all of them";

/// What usually lies behind errors that are not those of all attempts in input order.
fn wrong_errors(jobs: &Jobs, seen: &Outcome) -> &'static str {
    let Err(errors) = seen else { return FIRST_TO_END };
    let seen: Vec<usize> = errors.iter().map(|failed| failed.0).collect();
    if seen.len() < jobs.items().len() {
        "errors lost: all of them belong to the result, and select_ok keeps only the last"
    } else if seen == jobs.end_order() {
        "errors in the order in which they came: carry each attempt's index along, and sort by it"
    } else {
        "errors under an index that is no longer the input's: select_all fills the gap of a finished future \
         with its last one"
    }
}

/// The race of these attempts, which is over long before a second is.
async fn within_a_second(jobs: &Jobs, cause: &str) -> Timed<Outcome> {
    let race = timed(first_success(attempts(jobs)));
    drop_after_ms(1000, race).await.unwrap_or_else(|| never_ended(cause))
}

fn never_ended(cause: &str) -> ! {
    Failure::new("it never ended: after a second it was still waiting")
        .expected("it ends with the first success, or with the last failure")
        .seen("all attempts have ended, and it was not woken")
        .cause(cause)
        .raise()
}

type Outcome = Result<Done, Vec<Failed>>;

/// The attempts to hand over: one for each job.
fn attempts(jobs: &Jobs) -> Vec<impl Future<Output = Result<Done, Failed>> + use<>> {
    jobs.items().into_iter().map(jobs.fallible_work()).collect()
}

fn all_failing(ms: impl IntoIterator<Item = u64>) -> Jobs {
    let jobs = Jobs::lasting_ms(ms);
    jobs.items().into_iter().fold(jobs, Jobs::failing)
}
