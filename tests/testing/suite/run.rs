//! Runs one of the learner's tests on one answer.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use cpu_time::ProcessTime;
use tokio::runtime::Builder;
use tokio::time::{Instant, sleep};
use tokio_katas::probe::{self, Timeline, take_panic};

use crate::answers::Answer;
use own_tests::{Body, Clock, Test, sleeps};

/// How often a test that takes long is looked at.
const TURN: Duration = Duration::from_millis(5);
/// CPU time that one look costs at most; anything beyond that the test has used.
const LOOK: Duration = Duration::from_micros(500);
/// Virtual time in which a test that can end has ended: a year, since a day costs nothing.
const VIRTUAL_LIMIT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How a test ended.
pub enum Outcome {
    Passed,
    /// What it said, and where.
    Failed {
        said: String,
        place: String,
    },
    /// It did not end: how.
    Hung(&'static str),
    /// It waited for the real clock.
    RealTime(Waited),
    /// There is nothing in it yet.
    Todo,
}

/// How a test waited for the real clock.
pub enum Waited {
    /// In a runtime of several threads.
    InThreads,
    /// For Tokio's timers, which were not paused.
    ForTimers,
    /// In `std::thread::sleep`, at this place.
    Asleep(String),
}

/// How a test ended, and what the answer did meanwhile.
pub struct Run {
    pub outcome: Outcome,
    pub picture: Option<Timeline>,
}

/// Runs a test in a thread of its own, as the compiler's harness does. One that does not end is left behind.
pub fn run(test: &'static Test, answer: &Answer) -> Run {
    // Each test that hangs is ended here, not by the claim's own limit.
    probe::more_time();
    (answer.choose)();
    let (limit, cpu) = (probe::limit(), ProcessTime::now());
    let give_up = Arc::new(AtomicBool::new(false));
    let (news, heard) = channel();
    let number = sleeps::begin();
    let body = {
        let give_up = Arc::clone(&give_up);
        move || {
            sleeps::enter(number);
            let _ = news.send(catch_unwind(AssertUnwindSafe(|| in_this_thread(test, &give_up))));
        }
    };
    if let Err(error) = thread::Builder::new().name("test".to_owned()).spawn(body) {
        panic!("a thread could not be started: {error}");
    }
    let (mut idle, mut used) = (0, Duration::ZERO);
    let ended = loop {
        match heard.recv_timeout(TURN) {
            Ok(ended) => break Some(ended),
            Err(RecvTimeoutError::Disconnected) => break None,
            Err(RecvTimeoutError::Timeout) => {}
        }
        // Turns without any computing, one after the other: a busy machine grants few, and long ones.
        idle = if cpu.elapsed() < used + LOOK { idle + 1 } else { 0 };
        used = cpu.elapsed();
        if TURN * idle > limit / 4 || used > limit / 4 {
            break None;
        }
        probe::more_time();
    };
    let picture = probe::picture();
    give_up.store(true, Ordering::SeqCst);
    let panicked = take_panic();
    let slept = sleeps::slept(number);
    let outcome = match ended {
        // However it ended: what a test does on two clocks tells nothing.
        _ if let Some(line) = slept => Outcome::RealTime(Waited::Asleep(at(line))),
        Some(Ok(Outcome::Passed)) if test.panics.is_some() => {
            Outcome::Failed { said: "it did not panic, and it should".to_owned(), place: place(test) }
        }
        Some(Ok(outcome)) => outcome,
        // On a busy machine a loop gets a small share of the CPU; a blocked thread uses none.
        None if cpu.elapsed() > limit / 40 => Outcome::Hung("it keeps the thread busy, and does not end"),
        None => Outcome::Hung("it stops the thread, and does not end"),
        Some(Err(_)) => {
            let (said, place) = match panicked {
                Some(panicked) => (panicked.text, panicked.place),
                None => ("a panic without a word".to_owned(), place(test)),
            };
            match test.panics {
                _ if said.starts_with("not yet implemented") => Outcome::Todo,
                Some(expected) if said.contains(expected) => Outcome::Passed,
                _ => Outcome::Failed { said, place },
            }
        }
    };
    Run { outcome, picture }
}

fn place(test: &Test) -> String {
    at(test.line)
}

fn at(line: u32) -> String {
    format!("katas/testing.rs:{line}")
}

fn in_this_thread(test: &Test, give_up: &AtomicBool) -> Outcome {
    let body = match test.body {
        Body::Async(body) => body,
        Body::Plain(body) => {
            probe::new_scene();
            return ended_with(test, body());
        }
    };
    if test.clock == Clock::Threads {
        return Outcome::RealTime(Waited::InThreads);
    }
    // One that asks for the real clock may do without: as long as it waits for no timer, there is no difference.
    let paused = test.clock != Clock::Own;
    let runtime = Builder::new_current_thread().enable_all().start_paused(paused).build();
    let runtime = runtime.unwrap_or_else(|error| panic!("a runtime could not be made: {error}"));
    let outcome = runtime.block_on(async {
        probe::new_scene();
        let start = Instant::now();
        let (mut body, mut limit) = (pin!(body()), pin!(sleep(VIRTUAL_LIMIT)));
        let ended = poll_fn(|cx| {
            // Not polled at the limit: that would complete a future that was never woken.
            if give_up.load(Ordering::SeqCst)
                || test.clock != Clock::Own && limit.as_mut().poll(cx).is_ready()
            {
                return Poll::Ready(None);
            }
            match catch_unwind(AssertUnwindSafe(|| body.as_mut().poll(cx))) {
                Ok(polled) => polled.map(Ok).map(Some),
                Err(panic) => Poll::Ready(Some(Err(panic))),
            }
        });
        match ended.await {
            Some(_) if test.clock == Clock::Real && start.elapsed() > Duration::ZERO => {
                Outcome::RealTime(Waited::ForTimers)
            }
            None => Outcome::Hung("a deadlock: everything waits, and nothing is left to wake it"),
            Some(Ok(ended)) => ended_with(test, ended),
            Some(Err(panic)) => resume_unwind(panic),
        }
    });
    runtime.shutdown_background();
    outcome
}

fn ended_with(test: &Test, failure: Option<String>) -> Outcome {
    match failure {
        None => Outcome::Passed,
        Some(said) => Outcome::Failed { said, place: place(test) },
    }
}
