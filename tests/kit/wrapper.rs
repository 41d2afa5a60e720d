//! The wrapper judged by itself: whatever an answer does, its claim ends, and says what happened.

use std::future::{Future, pending, poll_fn};
use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::sync::Mutex;
use std::task::{Poll, Waker};
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_katas::probe::{
    Causes, Failure, Jobs, Reason, Status, Verdict, expect_all_cancelled, expect_left_nothing, on_deadlock,
    on_panic, sleep_ms, stops_when_dropped, timed, waiting_for,
};

use crate::judge;

/// Judges `body` and holds the verdict against what it must be.
async fn expect_failure(body: impl Future<Output = ()>, reason: Reason, first_line: &str) -> Verdict {
    let verdict = judge(body).await;
    assert_eq!((verdict.status(), verdict.reason), (Status::Fail, reason), "{}", verdict.text(false));
    let seen = verdict.message.first_line();
    assert!(seen.starts_with(first_line), "{}", verdict.text(false));
    verdict
}

#[tokio::test(start_paused = true)]
async fn a_claim_that_holds_passes_with_its_virtual_time() {
    let verdict = judge(async { sleep_ms(30).await }).await;
    assert_eq!((verdict.status(), verdict.reason, verdict.ms), (Status::Pass, Reason::Ok, 30));
    assert_eq!(verdict.id, "kit::wrapper::a_claim_that_holds_passes_with_its_virtual_time");
}

#[tokio::test(start_paused = true)]
async fn a_failed_check_says_all_five_parts() {
    let body = async {
        let jobs = Jobs::lasting_ms([10]);
        jobs.work()(0).await;
        jobs.ended(0).expect_at_ms(20, Causes::both("a reason"));
    };
    let verdict = expect_failure(body, Reason::Assert, "job 0 ended 10 ms too early").await;
    for part in
        ["  expected  job 0 ended at 20 ms", "  seen      at 10 ms", "█", "usual cause   a reason", "look at"]
    {
        assert!(verdict.text(false).contains(part), "{part}: {}", verdict.text(false));
    }
    assert_eq!(verdict.timeline.expect("a picture").rows[0].ended.map(|(at, _)| at), Some(10));
}

/// Given work fails in the middle of an answer that takes every panic for the work's own.
#[tokio::test(start_paused = true)]
async fn a_failure_that_the_answer_catches_is_one_all_the_same() {
    let body = async {
        let work = poll_fn(|_| -> Poll<()> { Failure::new("polled too often").raise() });
        let caught = AssertUnwindSafe(work).catch_unwind().await;
        assert!(caught.is_err());
        let other = AssertUnwindSafe(async { Failure::new("and once more").raise() }).catch_unwind().await;
        drop(other.map(|()| unreachable!()));
    };
    expect_failure(body, Reason::Assert, "polled too often").await;
}

/// Whether an answer that takes every panic for the work's own catches this one.
async fn is_caught(work: fn()) -> bool {
    AssertUnwindSafe(async move { work() }).catch_unwind().await.is_err()
}

/// A plain assertion in given work counts, too.
#[tokio::test(start_paused = true)]
async fn an_assertion_that_the_answer_catches_is_a_failure() {
    let body = async { assert!(is_caught(|| assert_eq!(1 + 1, 3, "the sum")).await) };
    expect_failure(body, Reason::Assert, "assertion `left == right` failed: the sum").await;
}

#[tokio::test(start_paused = true)]
async fn a_planned_panic_that_the_answer_catches_is_none() {
    let verdict = judge(async { assert!(is_caught(|| panic!("the disk is full")).await) }).await;
    assert!(verdict.passed(), "{}", verdict.text(false));
}

/// The end that the caught failure leads to is not what is wrong.
#[tokio::test(start_paused = true)]
async fn a_deadlock_behind_a_caught_failure_is_not_the_message() {
    let body = async {
        let work = tokio::spawn(async { Failure::new("dropped half-way").raise() });
        assert!(work.await.is_err_and(|error| error.is_panic()));
        pending::<()>().await;
    };
    expect_failure(body, Reason::Assert, "dropped half-way").await;
}

/// The cause that is given is one of lateness.
#[tokio::test(start_paused = true)]
async fn too_late_has_the_cause_that_is_given() {
    let body = async {
        timed(sleep_ms(30)).await.took_ms(20, "one after the other");
    };
    let verdict = expect_failure(body, Reason::Assert, "it ended 10 ms too late").await;
    assert!(verdict.text(false).contains("usual cause   one after the other"), "{}", verdict.text(false));
}

#[tokio::test(start_paused = true)]
async fn too_early_is_not_told_a_cause_of_lateness() {
    let body = async {
        timed(async { drop(sleep_ms(20)) }).await.took_ms(20, "one after the other");
    };
    let verdict = expect_failure(body, Reason::Assert, "it ended 20 ms too early").await;
    assert!(!verdict.text(false).contains("one after the other"), "{}", verdict.text(false));
    assert!(verdict.text(false).contains("without its .await"), "{}", verdict.text(false));
}

#[tokio::test(start_paused = true)]
async fn what_must_not_begin_early_may_take_longer() {
    let body = async {
        timed(sleep_ms(30)).await.took_at_least_ms(20, "a clock of the call");
        timed(sleep_ms(10)).await.took_at_least_ms(20, "a clock of the call");
    };
    let verdict = expect_failure(body, Reason::Assert, "it ended 10 ms too early").await;
    assert!(verdict.text(false).contains("a clock of the call"), "{}", verdict.text(false));
}

/// Work that was started too early is not work that was dropped.
#[tokio::test(start_paused = true)]
async fn a_job_out_of_turn_is_not_one_cut_short() {
    let body = async {
        let jobs = Jobs::lasting_ms([10]);
        jobs.work()(0).await;
        jobs.ended(0).expect_at_ms(20, "too slow");
    };
    let verdict = expect_failure(body, Reason::Assert, "job 0 ended 10 ms too early").await;
    assert!(verdict.text(false).contains("does not wait for its turn"), "{}", verdict.text(false));
}

#[tokio::test(start_paused = true)]
async fn a_deadlock_fails_at_once() {
    let body = async {
        let (_still_alive, mut messages) = mpsc::channel::<()>(1);
        messages.recv().await;
    };
    expect_failure(body, Reason::Timeout, "deadlock: everything is waiting").await;
}

/// They come to the end of virtual time, or to that of the claim's real time, as fast as the machine is.
#[tokio::test(start_paused = true)]
async fn timers_that_go_on_for_ever_are_no_deadlock() {
    for every_ms in [2, 10, 100] {
        let body = async {
            loop {
                sleep_ms(every_ms).await;
            }
        };
        expect_failure(body, Reason::Timeout, "endless: tasks keep running").await;
    }
}

fn expect_cause(verdict: &Verdict, cause: &str) {
    let text = verdict.text(false).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(&format!("usual cause {cause}")), "{text}");
}

/// The last meaning that the claim gave counts.
#[tokio::test(start_paused = true)]
async fn a_deadlock_means_what_the_claim_says() {
    let body = async {
        on_deadlock("an earlier stage");
        on_deadlock("no job ever gets a place");
        pending().await
    };
    let verdict = expect_failure(body, Reason::Timeout, "deadlock: everything is waiting").await;
    expect_cause(&verdict, "no job ever gets a place");
}

// A panic outside tests/ is the answer's; these are raised in the standard library.
#[tokio::test(start_paused = true)]
async fn a_panic_means_what_the_claim_says() {
    let body = async {
        on_panic("taking it for granted that there is a first item");
        std::panic::resume_unwind(Box::new("a first item"));
    };
    let verdict = expect_failure(body, Reason::Panic, "your code panicked: a first item").await;
    expect_cause(&verdict, "taking it for granted that there is a first item");
}

#[tokio::test(start_paused = true)]
async fn a_panic_that_is_known_has_a_cause_of_its_own() {
    let body = async { std::panic::resume_unwind(Box::new("`period` must be non-zero.")) };
    let verdict = expect_failure(body, Reason::Panic, "your code panicked: `period` must be non-zero").await;
    expect_cause(&verdict, "an interval with a period of zero");
}

/// The set aborts its task as it is dropped, which is still there at this instant.
#[tokio::test(start_paused = true)]
async fn an_abort_that_is_not_awaited_is_told_from_a_task_that_goes_on() {
    let body = async {
        let jobs = Jobs::lasting_ms([10]);
        let mut set = JoinSet::new();
        set.spawn(jobs.work()(0));
        sleep_ms(5).await;
        drop(set);
        expect_left_nothing(&jobs).await;
    };
    let verdict = expect_failure(body, Reason::Assert, "1 of the jobs still running").await;
    expect_cause(&verdict, "tasks that are aborted and not waited for");
}

#[tokio::test(start_paused = true)]
async fn a_task_that_goes_on_is_named() {
    let body = async {
        tokio::spawn(sleep_ms(1000));
        expect_left_nothing(None).await;
    };
    let verdict = expect_failure(body, Reason::Assert, "1 task is still alive").await;
    expect_cause(&verdict, "a task that is spawned and never stopped");
}

#[tokio::test(start_paused = true)]
async fn a_job_that_was_to_be_cancelled_and_goes_on_was_detached() {
    let body = async {
        let jobs = Jobs::lasting_ms([10]);
        tokio::spawn(jobs.work()(0));
        sleep_ms(5).await;
        expect_all_cancelled(&jobs).await;
    };
    let verdict = expect_failure(body, Reason::Assert, "1 of the jobs still running").await;
    expect_cause(&verdict, "tasks held by plain JoinHandles");
}

#[tokio::test(start_paused = true)]
async fn a_drop_has_to_stop_what_was_started() {
    let body = async {
        let jobs = Jobs::lasting_ms([10, 20]);
        stops_when_dropped(5, jobs.work()(0), &jobs).await;
        let spawned = tokio::spawn(jobs.work()(1));
        stops_when_dropped(5, spawned, &jobs).await;
    };
    let verdict = expect_failure(body, Reason::Assert, "1 of the jobs still running").await;
    expect_cause(&verdict, "tasks held by plain JoinHandles");
}

#[tokio::test(start_paused = true)]
async fn a_deadlock_among_tasks_fails_at_once() {
    let body = async {
        let stuck = tokio::spawn(pending::<()>());
        let _ = stuck.await;
    };
    expect_failure(body, Reason::Timeout, "deadlock: everything is waiting").await;
}

/// Ready on its second poll, but nobody is told: a virtual timeout alone would let it pass.
#[tokio::test(start_paused = true)]
async fn a_lost_wake_up_is_a_deadlock() {
    let mut polls = 0;
    let body = poll_fn(move |_| {
        polls += 1;
        if polls > 1 { Poll::Ready(()) } else { Poll::Pending }
    });
    expect_failure(body, Reason::Timeout, "deadlock: everything is waiting").await;
}

#[tokio::test(start_paused = true)]
async fn a_spin_is_stopped() {
    let body = async {
        loop {
            std::hint::spin_loop();
        }
    };
    expect_failure(body, Reason::Timeout, "busy loop: your code kept the thread busy").await;
}

#[tokio::test(start_paused = true)]
async fn a_spin_with_yield_now_is_stopped() {
    let body = async {
        loop {
            tokio::task::yield_now().await;
        }
    };
    expect_failure(body, Reason::Timeout, "busy loop: a task asked to run again").await;
}

#[tokio::test(start_paused = true)]
async fn asking_every_millisecond_for_ever_is_stopped() {
    let body = async {
        loop {
            sleep_ms(1).await;
        }
    };
    let verdict = judge(body).await;
    assert_eq!(
        (verdict.status(), verdict.reason),
        (Status::Fail, Reason::Timeout),
        "{}",
        verdict.text(false)
    );
}

#[tokio::test(start_paused = true)]
async fn a_blocked_thread_is_stopped() {
    let body = async { std::thread::sleep(Duration::from_secs(3600)) };
    expect_failure(body, Reason::Timeout, "blocked thread: your code stopped the thread").await;
}

#[tokio::test(start_paused = true)]
async fn a_lock_taken_twice_is_stopped() {
    let body = async {
        let lock = Mutex::new(());
        let _first = lock.lock();
        let _second = lock.lock();
    };
    expect_failure(body, Reason::Timeout, "blocked thread: your code stopped the thread").await;
}

#[tokio::test(start_paused = true)]
async fn a_stuck_blocking_thread_is_stopped() {
    let body = async {
        let stuck = tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_secs(3600)));
        let _ = stuck.await;
    };
    expect_failure(body, Reason::Timeout, "blocked: a thread of the blocking pool").await;
}

/// On the real clock nothing jumps to a time-out. That what is stuck is what the claim waits for, it says itself.
#[tokio::test]
async fn what_never_comes_on_the_real_clock_is_named() {
    let body = async {
        let _wait = waiting_for("the bell", "nobody rings");
        pending::<()>().await;
    };
    let verdict = expect_failure(body, Reason::Timeout, "waited in vain for the bell").await;
    assert!(verdict.text(false).contains("usual cause   nobody rings"), "{}", verdict.text(false));
}

#[tokio::test]
async fn a_deadlock_on_the_real_clock_is_stopped() {
    expect_failure(async { pending().await }, Reason::Timeout, "stuck: each side is waiting").await;
}

#[tokio::test]
async fn a_busy_loop_on_the_real_clock_is_stopped() {
    let body = async {
        loop {
            tokio::task::yield_now().await;
        }
    };
    expect_failure(body, Reason::Timeout, "busy loop: a task asked to run again").await;
}

/// It is idle for a while, and not for long enough to be stuck.
#[tokio::test]
async fn a_claim_may_wait_on_the_real_clock() {
    let verdict = judge(async { sleep_ms(300).await }).await;
    assert_eq!(verdict.status(), Status::Pass, "{}", verdict.text(false));
}

/// The runtime's own drop would wait for it.
#[tokio::test(start_paused = true)]
async fn a_blocking_thread_left_behind_does_not_hold_the_verdict() {
    let verdict = judge(async {
        tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_secs(3600)));
    })
    .await;
    assert_eq!(verdict.status(), Status::Pass, "{}", verdict.text(false));
}

/// This file is not a kata, so its panics count as those of a test.
#[tokio::test(start_paused = true)]
async fn a_panic_fails_with_its_text() {
    let verdict =
        expect_failure(async { panic!("the well is dry") }, Reason::Assert, "the well is dry").await;
    assert!(!verdict.text(false).contains("RUST_BACKTRACE"), "{}", verdict.text(false));
}

#[tokio::test(start_paused = true)]
async fn a_panic_in_the_answer_says_where() {
    // A panic outside tests/ is the answer's; this one is raised in the standard library.
    let body = async { std::panic::resume_unwind(Box::new("thrown")) };
    let verdict = expect_failure(body, Reason::Panic, "your code panicked: thrown").await;
    assert!(verdict.text(false).contains("a panic at"), "{}", verdict.text(false));
}

#[tokio::test(start_paused = true)]
async fn exit_0_is_no_pass() {
    let body = async { std::process::exit(0) };
    expect_failure(body, Reason::EarlyExit, "the process ended in the middle of the claim, with exit code 0")
        .await;
}

/// A pass that the code under test writes for itself.
#[tokio::test(start_paused = true)]
async fn a_forged_verdict_is_no_pass() {
    let body = async {
        let record = std::env::var_os("TOKIO_KATAS_RECORD").expect("the child knows where");
        let id = "kit::wrapper::a_forged_verdict_is_no_pass";
        let forged =
            format!("00112233445566778899aabbccddeeff\n{}", Verdict::new(id, Reason::Ok, "").to_json());
        std::fs::write(record, forged).expect("it can be written");
        std::process::exit(0)
    };
    expect_failure(body, Reason::BadNonce, "the verdict was not written by this claim").await;
}

#[tokio::test(start_paused = true)]
async fn an_abort_fails() {
    let body = async { std::process::abort() };
    expect_failure(body, Reason::Signal, "the process died in the middle of the claim").await;
}

#[tokio::test(start_paused = true)]
async fn a_stack_overflow_fails() {
    fn deeper(depth: u64) -> u64 {
        if depth == u64::MAX { 0 } else { std::hint::black_box(deeper(depth + 1)) + 1 }
    }
    let body = async {
        std::hint::black_box(deeper(0));
    };
    expect_failure(body, Reason::Signal, "stack overflow").await;
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_output_is_stopped() {
    let body = async {
        let line = [b'x'; 8192];
        while std::io::stdout().write_all(&line).is_ok() {}
    };
    expect_failure(body, Reason::OutputLimit, "a flood of output").await;
}

#[tokio::test(start_paused = true)]
async fn an_unstarted_answer_says_so_in_one_line() {
    let verdict = judge(async { todo!("run {:?}", ["a"]) }).await;
    assert_eq!((verdict.status(), verdict.reason), (Status::Fail, Reason::NotStarted));
    assert!(
        verdict.text(false).starts_with("not started yet: tests/kit/wrapper.rs:"),
        "{}",
        verdict.text(false)
    );
    assert_eq!(verdict.text(false).lines().count(), 1);
}

/// The panic that the claim sees is the one of `unwrap`, but the reason is the `todo!()`.
#[tokio::test(start_paused = true)]
async fn an_unstarted_answer_inside_a_task_says_so() {
    let body = async {
        let unfinished = tokio::spawn(async { todo!() });
        unfinished.await.expect("it ends")
    };
    let verdict = judge(body).await;
    assert_eq!(verdict.reason, Reason::NotStarted, "{}", verdict.text(false));
}

#[tokio::test(start_paused = true)]
async fn a_claim_inside_a_claim_is_refused() {
    let verdict = judge(async { drop(judge(async {}).await) }).await;
    assert_eq!(verdict.status(), Status::Fail);
    assert!(verdict.text(false).contains("a claim inside a claim"), "{}", verdict.text(false));
}

#[tokio::test(start_paused = true)]
async fn a_poll_after_the_end_of_watched_work_fails() {
    let body = async {
        let jobs = Jobs::lasting_ms([0]);
        let mut job = Box::pin(jobs.work()(0));
        let waker = Waker::noop();
        let mut cx = std::task::Context::from_waker(waker);
        let _ = job.as_mut().poll(&mut cx);
        let _ = job.as_mut().poll(&mut cx);
    };
    expect_failure(body, Reason::Assert, "job 0 was polled again after it had ended").await;
}

#[tokio::test(start_paused = true)]
async fn escape_codes_in_a_panic_reach_no_terminal() {
    let verdict = judge(async { Failure::new("red \u{1b}[31m").raise() }).await;
    assert!(!verdict.text(false).contains('\u{1b}'), "{:?}", verdict.text(false));
}
