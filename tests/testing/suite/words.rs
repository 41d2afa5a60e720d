//! What the claims say of a learner's test.

use tokio_katas::probe::Failure;

use super::run::Waited;

/// It never ends, although the answer is right.
pub fn never_ends(name: &str, how: &str) -> Failure {
    Failure::new(format!("your test `{name}` never ends")).seen(how).cause(
        "something that the test itself keeps: a sender that is still alive, a receiver that nobody reads, a loop \
         without an .await; a right answer then waits for ever",
    )
}

/// It fails right answers: one that does `idea`, or all if there is none.
pub fn fails_right_answers(name: &str, said: &str, place: &str, idea: Option<&str>) -> Failure {
    let (does, cause) = match idea {
        Some(_) => (
            "fails an answer that is right",
            "more than the contract says: a way of working, an instant or an order in between that another right \
             answer does not have; or a static, which keeps what an earlier run of the test has left in it",
        ),
        None if said.starts_with("assertion") => (
            "fails every answer that is right",
            "an expectation that is not the contract's: a number that is off, an instant measured from elsewhere, an \
             order that is not the promised one",
        ),
        None => (
            "breaks by itself, whatever the answer does",
            "an unwrap, an index or a helper in the test's own code: it fails with the right answers as well, and so \
             tells nothing of wrong ones",
        ),
    };
    let answer = idea.map(|idea| format!("; the answer: {idea}")).unwrap_or_default();
    Failure::new(format!("your test `{name}` {does}"))
        .seen(format!("{said}, at {place}{answer}"))
        .cause(cause)
}

/// It waits for the real clock.
pub fn waits_for_the_real_clock(name: &str, how: &Waited) -> Failure {
    let unpaused = |seen: &str| {
        let cause = "a test without start_paused: it is slow, and its times are never exact; it does not count, and \
                     catches nothing";
        ("#[tokio::test(start_paused = true)]", seen.to_owned(), cause)
    };
    let (expected, seen, cause) = match how {
        Waited::InThreads => unpaused("a runtime of several threads, whose clock cannot be paused"),
        Waited::ForTimers => unpaused("a #[tokio::test] whose timers take real time"),
        Waited::Asleep(place) => (
            "tokio::time::sleep, on the paused clock",
            format!("std::thread::sleep, at {place}"),
            "a sleep that stops the thread, and with it every task: Tokio's clock stands still meanwhile, and no \
             answer gets on; the test does not count, and catches nothing",
        ),
    };
    Failure::new(format!("your test `{name}` waits for the real clock"))
        .expected(expected)
        .seen(seen)
        .cause(cause)
}
