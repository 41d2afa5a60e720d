//! `append_all`: all lines are stamped at the same time, and the log is locked only for a moment.

use std::convert::identity;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use futures::FutureExt;
use futures::future::{BoxFuture, LocalBoxFuture};
use tokio_katas::probe::locked_elsewhere;
use tokio_katas::probe::prelude::*;
use tokio_test::task::spawn;

/// First one line, then two, stamped in 10 ms. The log is looked at every millisecond: it is never locked.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_lock_is_never_held_across_an_await() {
    for stamps in [vec![10], vec![10, 5]] {
        let (log, jobs) = (log(), Jobs::lasting_ms(stamps));
        let mut call = spawn(call(&log, &jobs));
        while call.poll().is_pending() {
            expect_unlocked(&log, "between two of its polls");
            sleep_ms(1).await;
            expect_unlocked(&log, "between two of its polls");
        }
        expect_unlocked(&log, "at the end");
    }
}

/// Stamps of 30, 10 and 20 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn all_lines_are_stamped_at_the_same_time() {
    let (log, jobs) = (log(), Jobs::lasting_ms([30, 10, 20]));
    let seen = timed(call(&log, &jobs)).await;
    for job in 0..3 {
        jobs.called(job).expect_at_ms(0, ONE_BY_ONE);
        jobs.started(job).expect_at_ms(0, ONE_BY_ONE);
    }
    jobs.expect_each_called_once("a line lost, or stamped twice");
    // All began at 0 ms: what is late now comes after the stamps.
    seen.took_ms(30, LOOKS);
    expect_no_tasks(WRITER);
    expect_log(&log, &["earlier", "line 1", "line 2", "line 0"], IN_INPUT_ORDER);
}

/// Stamps of 30, 10 and 20 ms, and a look into the log at 10, 20 and 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_line_is_appended_as_soon_as_it_is_ready() {
    let (log, jobs) = (log(), Jobs::lasting_ms([30, 10, 20]));
    let look = async {
        let all = ["earlier", "line 1", "line 2", "line 0"];
        for lines in 1..=4 {
            let_the_runtime_run().await;
            expect_log(&log, &all[..lines], COLLECTED);
            sleep_ms(10).await;
        }
    };
    beside(call(&log, &jobs), look).await.0.took_ms(30, LOOKS);
}

/// Stamps of 10 and 20 ms; others append at 5 and 15 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn lines_of_others_stay() {
    let (log, jobs) = (log(), Jobs::lasting_ms([20, 10]));
    let others = async {
        for line in ["other 5", "other 15"] {
            sleep_ms(if line == "other 5" { 5 } else { 10 }).await;
            append(&log, line);
        }
    };
    beside(call(&log, &jobs), others).await.0.took_ms(20, LOOKS);
    expect_log(&log, &["earlier", "other 5", "line 1", "other 15", "line 0"], COPIED);
}

/// A thousand lines, each of them twice, whose stamps are ready at once.
#[claim]
#[tokio::test(start_paused = true)]
async fn stamps_that_are_ready_at_once_take_no_time() {
    let log = log();
    let given: Vec<String> = (0..1000).map(|line| format!("line {}", line / 2)).collect();
    let call = append_all(Arc::clone(&log), given.clone(), |line| async move { line }.boxed());
    timed(call).await.took_no_time(LOOKS);
    expect_no_tasks(WRITER);
    let mut expected = [vec!["earlier".to_owned()], given].concat();
    let mut lines = lines(&log);
    expected.sort_unstable();
    lines.sort_unstable();
    expect(lines == expected, || {
        Failure::new("the lines appended are not the lines given")
            .expected("1000 lines, equal ones among them, and the one that was there")
            .seen(format!("{} lines", lines.len()))
            .cause(if lines.len() < 1001 { "equal lines taken for one" } else { "a line appended twice" })
    });
}

/// Another thread holds the lock for a few real milliseconds, just when the line is ready.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_busy_lock_is_waited_for() {
    let log = log();
    let stamp = {
        let log = Arc::clone(&log);
        move |line: String| {
            let log = Arc::clone(&log);
            async move {
                // Longer than a busy machine makes this thread wait for a core.
                locked_elsewhere(log, 25);
                line
            }
            .boxed()
        }
    };
    append_all(Arc::clone(&log), vec!["line".to_owned()], stamp).await;
    let skipped = "try_lock, and nothing appended when the lock is busy: lock() waits, for a moment";
    expect_eq("the lines in the log", &log.lock().map_or(0, |lines| lines.len()), &2, skipped);
}

/// Dropped at 15 ms: one line is in the log, the other two never come.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_everything() {
    let (log, jobs) = (log(), Jobs::lasting_ms([30, 10, 20]));
    drop_after_ms(15, call(&log, &jobs)).await;
    let_the_runtime_run().await;
    jobs.expect_none_in_flight(DETACHED);
    expect_no_tasks(DETACHED);
    expect_eq("the end of job 0", &jobs.end_of(0), &Some(End::Dropped), DETACHED);
    sleep_ms(100).await;
    expect_log(&log, &["earlier", "line 1"], "a line that is appended although its caller has given up");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let (log, jobs) = (log(), Jobs::lasting_ms([10, 30, 20]));
    call(&log, &jobs).await;
    jobs.expect_none_in_flight("a stamp that was not awaited");
    expect_no_tasks(WRITER);
    expect_eq(
        "the number of lines",
        &lines(&log).len(),
        &4,
        "an answer given before the last line is in the log",
    );
}

/// Called at 0 ms, polled from 15 ms on: that is when the stamps begin.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let (log, jobs) = (log(), Jobs::lasting_ms([10, 20]));
    expect_needs_no_runtime(|| append_all(Arc::clone(&log), numbers(&jobs), stamp(&jobs, &log)));
    let call = call(&log, &jobs);
    sleep_ms(15).await;
    jobs.called(0).expect_never("stamp called, or tasks spawned, outside the async block");
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    timed(call).await.took_at_least_ms(20, "a clock or a task that was started by the call");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_lines_change_nothing() {
    let (log, jobs) = (log(), Jobs::lasting_ms([]));
    let call = timed(drop_after_ms(100, call(&log, &jobs))).await;
    call.gave(Some(()), "waiting for a first line that never comes")
        .took_no_time("a pause that no line asked for");
    expect_log(&log, &["earlier"], EMPTIED);
}

/// Numbers of lines and times that no answer can know beforehand, while others append.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_lines_will_do() {
    let mut rng = Rng::of_this_run();
    for round in 0..8 {
        new_scene();
        let count = if round == 0 { 300 } else { rng.pick(1..60) };
        // No two at the same time: even ms for the stamps, odd ones for others.
        let mut times: Vec<u64> = (1..=count).map(|nth| 2 * nth).collect();
        for index in (1..times.len()).rev() {
            times.swap(index, rng.pick(0..index as u64 + 1) as usize);
        }
        let other_at = 2 * rng.pick(0..count + 1) + 1;
        let (log, jobs) = (log(), Jobs::lasting_ms(times.clone()));
        let other = async {
            sleep_ms(other_at).await;
            append(&log, "other");
        };
        beside(call(&log, &jobs), other).await.0.took_ms(2 * count, LIMITED);
        let mut expected: Vec<(u64, String)> =
            times.iter().enumerate().map(|(line, ms)| (*ms, format!("line {line}"))).collect();
        expected.extend([(0, "earlier".to_owned()), (other_at, "other".to_owned())]);
        expected.sort_unstable();
        let expected: Vec<String> = expected.into_iter().map(|(_, line)| line).collect();
        expect_log(&log, &expected, COLLECTED);
        jobs.expect_each_called_once("a line lost, or stamped twice");
    }
}

/// Stamps of one type, since the answer is compiled once.
type AppendAll = fn(Log, Vec<String>, Stamp) -> LocalBoxFuture<'static, ()>;
type Stamp = Box<dyn Fn(String) -> ErasedFuture<String> + Send + Sync>;

pub static ANSWER: Answer<AppendAll> = Answer::new();

fn append_all<F, Fut>(log: Log, lines: Vec<String>, stamp: F) -> LocalBoxFuture<'static, ()>
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    ANSWER.get()(log, lines, Box::new(move |line| ErasedFuture::new(stamp(line), identity)))
}

const ONE_BY_ONE: &str = "awaiting each stamp before the next line's is asked for: start all, then wait";
const LIMITED: &str = "a limit on the stamps that run at once, which the task does not have";
const LOOKS: &str = "a pause between two looks at the stamps: wait until one is ready";
const IN_INPUT_ORDER: &str = "waiting for them in input order: append each one when it is ready";
const COLLECTED: &str = "collecting all lines first: append each one when it is ready";
const EMPTIED: &str = "a log that is emptied at the start: what is in it belongs to others";
const WRITER: &str = "a task that was spawned and not awaited, such as one that does all the writing";
const HELD: &str = "the std lock held across an .await: a guard that lives on through the loop, or is made before the \
     stamp is awaited, as in log.lock().unwrap().push(stamp(line).await); await first, then lock";
const COPIED: &str = "work on a copy that replaces the log: what others append meanwhile is lost";
const DETACHED: &str =
    "tasks held by plain JoinHandles: dropping a handle detaches its task; a JoinSet aborts its tasks";

type Log = Arc<Mutex<Vec<String>>>;

/// A log with one line in it, written before.
fn log() -> Log {
    Arc::new(Mutex::new(vec!["earlier".to_owned()]))
}

/// What is in the log now. Its lock must be free.
fn lines(log: &Log) -> Vec<String> {
    expect_unlocked(log, "between two of its polls");
    log.lock().map(|lines| lines.clone()).unwrap_or_default()
}

/// A stamp has found the log locked while it was polled. (A claim has a process of its own.)
static LOCKED_WHILE_STAMPING: AtomicBool = AtomicBool::new(false);

fn expect_unlocked(log: &Log, when: &str) {
    let stamping = LOCKED_WHILE_STAMPING.load(Ordering::SeqCst);
    expect(log.try_lock().is_ok() && !stamping, || {
        Failure::new("the log was locked while its holder waited")
            .expected("a lock that is free whenever append_all waits for something")
            .seen(if stamping {
                "locked while a stamp was awaited".to_owned()
            } else {
                format!("locked {when}")
            })
            .cause(HELD)
    });
}

/// A line that is not the answer's own.
fn append(log: &Log, line: &str) {
    expect_unlocked(log, "when others wanted to append");
    if let Ok(mut lines) = log.lock() {
        lines.push(line.to_owned());
    }
}

/// The lines to append: each is the number of the job that stamps it.
fn numbers(jobs: &Jobs) -> Vec<String> {
    jobs.items().iter().map(usize::to_string).collect()
}

/// Stamps `3` as `line 3`. While it is being polled it looks at the log itself.
fn stamp(
    jobs: &Jobs,
    log: &Log,
) -> impl Fn(String) -> BoxFuture<'static, String> + Send + Sync + 'static + use<> {
    let (work, log) = (jobs.work(), Arc::clone(log));
    move |line| {
        let (job, log) = (work(line.parse().expect("a number")), Arc::clone(&log));
        async move {
            LOCKED_WHILE_STAMPING.fetch_or(log.try_lock().is_err(), Ordering::SeqCst);
            let Done(number) = job.await;
            LOCKED_WHILE_STAMPING.fetch_or(log.try_lock().is_err(), Ordering::SeqCst);
            format!("line {number}")
        }
        .boxed()
    }
}

/// Appends the lines of all jobs. Boxed, so that it is compiled once.
fn call(log: &Log, jobs: &Jobs) -> LocalBoxFuture<'static, ()> {
    append_all(Arc::clone(log), numbers(jobs), stamp(jobs, log)).boxed_local()
}

/// The log holds these lines, in this order.
fn expect_log<L: AsRef<str>>(log: &Log, expected: &[L], cause: &str) {
    let seen = lines(log);
    let place = seen.iter().zip(expected).position(|(seen, expected)| seen != expected.as_ref());
    let lost_the_first = seen.first().map(String::as_str) != Some("earlier");
    let cause = if lost_the_first { EMPTIED } else { cause };
    let headline = match place {
        None if seen.len() == expected.len() => return,
        None => format!("{} lines in the log, not {}", seen.len(), expected.len()),
        Some(place) => {
            format!("the log has `{}` where `{}` belongs", seen[place], expected[place].as_ref())
        }
    };
    let shown = |lines: &mut dyn Iterator<Item = &str>| lines.take(12).collect::<Vec<_>>().join(", ");
    Failure::new(headline)
        .expected(shown(&mut expected.iter().map(AsRef::as_ref)))
        .seen(shown(&mut seen.iter().map(String::as_str)))
        .cause(cause)
        .raise()
}
