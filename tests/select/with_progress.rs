//! `with_progress`: reports beside the work, never instead of it.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::{Mutex, oneshot};
use tokio::task::yield_now;
use tokio::time::Instant;
use tokio_katas::probe::prelude::*;

/// Work of five steps of 5 ms. Report 1 starts at 10 ms and is slower than the work.
#[rstest]
#[case::a_slow_report(|| Jobs::named_from_1("report", [30]))]
#[case::a_report_that_never_ends(|| Jobs::named_from_1("report", [0]).never_ending(0))]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_work_goes_on_during_a_report(#[case] make: fn() -> Jobs) {
    let lane = Lane::new("work");
    let reports = make();
    let work = steps(lane, &[5; 5]);
    let seen = drop_after_ms(1000, run(work, 10, &reports)).await;
    let cause = match lane.row().ended {
        Some((25, _)) => WAITS_FOR_THE_REPORT,
        _ => SUSPENDED,
    };
    let seen = seen.unwrap_or_else(|| {
        Failure::new("it never ended: after a second it was still waiting")
            .expected("it ends with the work, after 25 ms")
            .seen("it waits for a report that never ends")
            .cause(cause)
            .raise()
    });
    reports.called(0).expect_at_ms(10, first_report(&reports, 10));
    seen.took_ms(25, cause);
}

/// A lock that somebody holds until 30 ms. The work asks for it at 5 or 15 ms and keeps it for 5 ms; report 1 asks at
/// 10 ms and keeps it for 3 ms.
#[rstest]
#[case::the_work_is_first_in_line(5, 6, 38)]
#[case::the_report_is_first_in_line(15, 3, 33)]
#[claim]
#[tokio::test(start_paused = true)]
async fn both_may_wait_for_one_fair_lock(
    #[case] asks_ms: u64,
    #[case] rest_ms: u64,
    #[case] report_ends_ms: u64,
) {
    on_deadlock(
        "a report awaited while the work is not polled, in the handler of a select! or between two polls: the \
         lock goes to the work, which is first in line and is never polled to take it (a futurelock)",
    );
    let lock = Mutex::new(());
    let (work_lane, report_lane) = (Lane::new("work"), Lane::new("report 1"));
    let work = async {
        work_lane.started();
        sleep_ms(asks_ms).await;
        let guard = lock.lock().await;
        sleep_ms(5).await;
        drop(guard);
        sleep_ms(rest_ms).await;
        work_lane.ended(End::Finished);
    };
    let report = |_| async {
        report_lane.started();
        let _guard = lock.lock().await;
        sleep_ms(3).await;
        report_lane.ended(End::Finished);
    };
    let held = lock.lock().await;
    let (seen, ()) = beside(with_progress(work, Duration::from_millis(10), report), async {
        sleep_ms(30).await;
        drop(held);
    })
    .await;
    seen.took_ms(41, SUSPENDED);
    expect_eq(
        "when report 1 had had the lock (ms)",
        &report_lane.row().ended.map(|(at, _)| at),
        &Some(report_ends_ms),
        "a report that is not polled while the work waits: each is polled when it is woken",
    );
}

/// Every 10 ms: reports of 7, 13 and 0 ms start at 10, 27, 50 and 60 ms. The work ends at 65 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_report_comes_every_after_the_last_one_has_ended() {
    let reports = Jobs::named_from_1("report", [7, 13, 0, 0, 0, 0, 0]);
    let seen = run(steps(Lane::new("work"), &[13; 5]), 10, &reports).await;
    reports.expect_peak(1, OVERLAP);
    expect_reports_at_ms(&reports, &[10, 27, 50, 60], 10);
    seen.took_ms(65, WAITS_FOR_THE_REPORT);
}

/// Every 10 ms, and reports of so many ms: the work ends just when the next one is due. Fifty times, since a
/// choice may fall to chance.
#[rstest]
#[case::the_first_report(&[10], 0, 0)]
#[case::the_first_report_after_two_steps(&[5, 5], 0, 0)]
#[case::the_third_report(&[30], 0, 2)]
#[case::after_a_slow_report(&[25], 5, 1)]
#[claim]
#[tokio::test(start_paused = true)]
async fn work_that_is_ready_when_a_report_is_due_wins(
    #[case] steps_ms: &[u64],
    #[case] report_ms: u64,
    #[case] before: usize,
) {
    for _ in 0..50 {
        new_scene();
        let reports = Jobs::named_from_1("report", [report_ms; 9]);
        let seen = run(steps(Lane::new("work"), steps_ms), 10, &reports).await;
        if reports.calls() > before {
            let cause = lost_tie().await;
            reports.called(before).expect_never(cause);
        }
        expect_eq("the number of reports", &reports.calls(), &before, NO_REPORT);
        seen.took_ms(steps_ms.iter().sum(), WAITS_FOR_THE_REPORT);
    }
}

#[claim]
#[tokio::test(start_paused = true)]
async fn work_that_is_ready_at_once_sees_no_report() {
    for _ in 0..50 {
        new_scene();
        let reports = Jobs::named_from_1("report", [0, 0]);
        let seen = run(std::future::ready(7), 10, &reports).await;
        reports.called(0).expect_never(
            "a report before the first wait: an interval ticks at once, and the first report comes after `every`",
        );
        seen.gave(7, "another output than the work's").took_no_time("a wait although the work is done");
    }
}

/// The work is done at 25 ms, report 1 is under way since 10 ms. The finished call is kept: only it can have
/// dropped the report.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_report_under_way_is_dropped_before_it_returns() {
    let reports = Jobs::named_from_1("report", [30, 0]);
    let work = steps(Lane::new("work"), &[25]);
    let mut call = pin!(with_progress(work, Duration::from_millis(10), report_of(&reports)));
    timed(call.as_mut()).await.took_ms(25, WAITS_FOR_THE_REPORT);
    reports.ended(0).expect_at_ms(
        25,
        "the report under way kept alive by what was returned, a closure or a struct: what it owns lives until the \
         caller drops it; drop it when the work is ready",
    );
    sleep_ms(50).await;
    expect_eq("the number of reports", &reports.calls(), &1, "a report that starts after the end");
    expect_no_tasks("a task for the reports that is not stopped: they belong into the caller's own task");
}

/// Each of them waits for a word: from the other one, or from another task.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_is_polled_when_it_is_woken() {
    const CAUSE: &str = "one side polled only when the other has something to do, or only every so often: poll both \
         whenever the task is woken";
    on_deadlock(CAUSE);
    // Report 1 waits from 10 to 12 ms for the work's word, so the next ones come at 22 and 32 ms.
    let (tell, told) = oneshot::channel();
    let work = async {
        sleep_ms(12).await;
        let _ = tell.send(());
        sleep_ms(28).await;
    };
    let (start, calls, told) = (Instant::now(), RefCell::new(Vec::new()), Cell::new(Some(told)));
    let report = |_| {
        calls.borrow_mut().push(start.elapsed().as_millis());
        let told = told.take();
        async move {
            if let Some(told) = told {
                let _ = told.await;
            }
        }
    };
    timed(with_progress(work, Duration::from_millis(10), report)).await.took_ms(40, CAUSE);
    expect_eq("the reports (ms)", &calls.into_inner(), &vec![10, 22, 32], CAUSE);

    new_scene();
    let (tell, told) = oneshot::channel();
    let tell = Cell::new(Some(tell));
    let report = |_| {
        let tell = tell.take();
        async move {
            if let Some(tell) = tell {
                let _ = tell.send(());
            }
        }
    };
    let work = async {
        let _ = told.await;
    };
    timed(with_progress(work, Duration::from_millis(10), report)).await.took_ms(10, CAUSE);

    new_scene();
    let (tell, told) = oneshot::channel();
    tokio::spawn(async move {
        sleep_ms(12).await;
        for _ in 0..10 {
            yield_now().await;
        }
        let _ = tell.send("word");
    });
    let reports = Jobs::named_from_1("report", [0]).never_ending(0);
    let seen = run(told, 10, &reports).await;
    seen.took_ms(12, CAUSE).gave(Ok("word"), "another output than the work's");
}

/// Polled once elsewhere, at 0 ms, and awaited here from then on.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_call_that_changes_tasks_is_woken_in_the_new_one() {
    const CAUSE: &str = "a timer, or the work, polled once and then only looked at: each poll brings its own waker, \
         and what is still waited for must get the latest";
    for (work_ms, every_ms) in [(20, 50), (50, 20)] {
        new_scene();
        let reports = Jobs::named_from_1("report", [0, 0]);
        let steps_ms = [work_ms];
        let work = steps(Lane::new("work"), &steps_ms);
        let mut call = pin!(with_progress(work, Duration::from_millis(every_ms), report_of(&reports)));
        expect(call.as_mut().now_or_never().is_none(), || {
            Failure::new("it was ready at its first poll").cause("the work not waited for")
        });
        timed(call).await.took_ms(work_ms, CAUSE);
        if every_ms == 20 {
            reports.called(0).expect_at_ms(20, CAUSE);
        }
    }
}

/// Dropped at 15 ms, while the work and report 1 are under way.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropped_half_way_the_work_and_the_report_stop() {
    let (work, reports) = (Jobs::named("work", [50]), Jobs::named_from_1("report", [20, 0, 0]));
    drop_after_ms(15, with_progress(work.work()(0), Duration::from_millis(10), report_of(&reports))).await;
    let_the_runtime_run().await;
    work.expect_none_in_flight(DETACHED);
    reports.expect_none_in_flight(DETACHED);
    expect_no_tasks(DETACHED);
    sleep_ms(50).await;
    expect_eq("the number of reports", &reports.calls(), &1, DETACHED);
}

/// The work and its reports share locals of the caller, and are not `Send`.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_work_and_the_reports_may_borrow() {
    struct Parcel<'a>(&'a str);
    let (text, done, log) = (String::from("parcel"), Cell::new(0), RefCell::new(Vec::new()));
    let work = async {
        for _ in 0..5 {
            sleep_ms(5).await;
            done.set(done.get() + 1);
        }
        Parcel(&text)
    };
    let mut calls = 0;
    let report = |k| {
        calls += 1;
        let (word, done, log) = (Rc::new(format!("report {k}")), &done, &log);
        async move {
            sleep_ms(1).await;
            log.borrow_mut().push(format!("{word}: {}", done.get()));
        }
    };
    let seen = timed(with_progress(work, Duration::from_millis(8), report)).await;
    expect_eq("the output", &seen.value.0, &text.as_str(), "another output than the work's");
    expect_eq("the number of calls", &calls, &2, BEATS);
    let expected = vec!["report 1: 1".to_owned(), "report 2: 3".to_owned()];
    expect_eq("what was reported", &log.into_inner(), &expected, SUSPENDED);
}

/// Called at 0 ms, first polled at 15 ms: report 1 starts at 25 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let every = Duration::from_millis(10);
    expect_needs_no_runtime(|| with_progress(async {}, every, |_| async {}));
    let (work, reports) = (Jobs::named("work", [15]), Jobs::named_from_1("report", [0, 0, 0]));
    let call = with_progress(work.work()(0), every, report_of(&reports));
    sleep_ms(15).await;
    work.started(0).expect_never("work polled by the call itself, before the first poll");
    call.await;
    reports.called(0).expect_not_before_ms(25, "a clock started by the call itself, before the first poll");
}

/// Random steps and reports. Every fourth time the work ends when a report is due.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_work_will_do() {
    let mut rng = Rng::of_this_run();
    for round in 0..40 {
        new_scene();
        let every_ms = rng.pick(1..30);
        let reports_ms: Vec<u64> = (0..200).map(|_| rng.pick(0..20) * rng.pick(0..2)).collect();
        let mut starts_ms = vec![every_ms];
        for report_ms in &reports_ms {
            starts_ms.push(starts_ms[starts_ms.len() - 1] + report_ms + every_ms);
        }
        let work_ms = match round % 4 {
            0 => starts_ms[rng.pick(0..10) as usize],
            _ => rng.pick(1..150),
        };
        starts_ms.retain(|&at_ms| at_ms < work_ms);
        let mut steps_ms = vec![];
        let mut left_ms = work_ms;
        while left_ms > 0 {
            let step_ms = rng.pick(1..left_ms + 1);
            steps_ms.push(step_ms);
            left_ms -= step_ms;
        }
        let reports = Jobs::named_from_1("report", reports_ms);
        let seen = run(steps(Lane::new("work"), &steps_ms), every_ms, &reports).await;
        seen.took_ms(work_ms, SUSPENDED);
        expect_reports_at_ms(&reports, &starts_ms, every_ms);
        reports.expect_none_in_flight("a report under way that is leaked instead of dropped");
    }
}

/// Work and reports that borrow, of one type, since the answer is compiled once.
type WithProgress = for<'a> fn(
    LocalErasedFuture<'a, Borrowed<'a, 0>>,
    Duration,
    Report<'a>,
) -> LocalBoxFuture<'a, Borrowed<'a, 0>>;

type Report<'a> = Box<dyn FnMut(u32) -> LocalErasedFuture<'a, ()> + 'a>;

pub static ANSWER: Answer<WithProgress> = Answer::new();

fn with_progress<'a, W, F, Fut>(work: W, every: Duration, mut report: F) -> LocalBoxFuture<'a, W::Output>
where
    W: Future + 'a,
    F: FnMut(u32) -> Fut + 'a,
    Fut: Future<Output = ()> + 'a,
{
    let outputs = Eraser::new();
    let eraser = outputs.clone();
    let work = LocalErasedFuture::new(polled_with_care(work), move |output| eraser.erase(output));
    let report: Report = Box::new(move |k| LocalErasedFuture::new(report(k), |()| ()));
    then(ANSWER.get()(work, every, report), move |output| outputs.open(output))
}

/// The work, which must not be polled after its end.
fn polled_with_care<W: Future>(work: W) -> impl Future<Output = W::Output> {
    let (mut work, mut is_ready) = (Box::pin(work), false);
    poll_fn(move |cx| {
        expect(!is_ready, || {
            Failure::new("the work was polled again after it was ready")
                .expected("no poll of a future that has given its output")
                .seen("one more poll")
                .cause("the output of the first poll that is ready thrown away, and the work awaited for it once more")
        });
        let polled = work.as_mut().poll(cx);
        is_ready = polled.is_ready();
        polled
    })
}

const SUSPENDED: &str = "the report awaited in the handler of a select!, or between two polls of the work: meanwhile \
     nobody polls the work; make the reports a future of their own, beside it";
const WAITS_FOR_THE_REPORT: &str = "waiting for the report under way, or for the end of a wait, although the work is \
     done: join! waits for both sides, select! for whichever is first";
const OVERLAP: &str =
    "reports at the same time, each started on a beat: one ends, then `every` passes, then the next";
const BEATS: &str = "an interval, or a clock that goes on during the report: that gives beats, and `every` counts from \
     the end of the last report";
const RESTARTED: &str = "a timer that is made anew each time the work wakes the task: it never gets through";
const NO_REPORT: &str = "reports that are not counted from 1, or a report too few: each one is report(k + 1) after \
     report(k)";
const AHEAD: &str = "report(k) called before the wait: it is called when it is due";
const TIMER_FIRST: &str =
    "the reports polled before the work: in the instant in which both are ready, the work goes first";
const CHANCE: &str = "the order left to chance, or to turns: select! without `biased` polls its branches in \
     random order, and join! without it begins with another one at each poll; the work goes first, every time";

/// Why a report was called in the instant in which the work was done: whether it is so each time tells.
async fn lost_tie() -> &'static str {
    let mut lost = 0;
    for _ in 0..25 {
        for steps_ms in [&[10][..], &[5, 5]] {
            let reports = Jobs::named_from_1("report", [0; 3]);
            let _ = run(steps(Lane::new("work"), steps_ms), 10, &reports).await;
            lost += usize::from(reports.calls() > 0);
        }
    }
    if lost == 50 { TIMER_FIRST } else { CHANCE }
}

/// What lies behind a first report at another time than after `every`.
fn first_report(reports: &Jobs, every_ms: u64) -> Causes<'static> {
    let early = match reports.called(0).at_ms() {
        Some(0) if reports.started(0).at_ms() == Some(every_ms) => AHEAD,
        Some(0) => {
            "a report before the first wait: an interval ticks at once, and the first report comes after `every`"
        }
        _ => BEATS,
    };
    Causes::of(RESTARTED, early)
}

/// Work in steps of so many ms.
async fn steps(lane: Lane, steps_ms: &[u64]) -> Done {
    lane.started();
    for &ms in steps_ms {
        sleep_ms(ms).await;
        lane.mark();
    }
    lane.ended(End::Finished);
    Done(0)
}

/// Job k - 1 is report k.
fn report_of(reports: &Jobs) -> impl FnMut(u32) -> LocalBoxFuture<'static, ()> + use<> {
    let (reports, work, planned) = (reports.clone(), reports.work(), reports.items().len());
    move |k| {
        let cause = match (k, reports.ended(planned - 1).at_ms()) {
            (0, _) => "reports counted from 0: the first is report(1)",
            (_, None) => OVERLAP,
            // The work is not done in its time.
            (_, Some(_)) => SUSPENDED,
        };
        expect((1..=planned).contains(&(k as usize)), || {
            Failure::new(format!("report({k}) was called"))
                .expected(format!("report(1) up to report({planned}) at most"))
                .seen(format!("report({k})"))
                .cause(cause)
        });
        let report = work(k as usize - 1);
        Box::pin(async move {
            report.await;
        })
    }
}

async fn run<W: Future>(work: W, every_ms: u64, reports: &Jobs) -> Timed<W::Output> {
    timed(with_progress(work, Duration::from_millis(every_ms), report_of(reports))).await
}

/// The reports were called and started at these ms, and no others.
fn expect_reports_at_ms(reports: &Jobs, expected_ms: &[u64], every_ms: u64) {
    for (job, &ms) in expected_ms.iter().enumerate() {
        if job == 0 {
            reports.called(0).expect_at_ms(ms, first_report(reports, every_ms));
        }
        let ahead = reports.called(job).at_ms() < reports.started(job).at_ms();
        reports.called(job).expect_at_ms(ms, Causes::of(BEATS, if ahead { AHEAD } else { BEATS }));
        reports.started(job).expect_at_ms(ms, SUSPENDED);
    }
    expect_eq("the number of reports", &reports.calls(), &expected_ms.len(), NO_REPORT);
}
