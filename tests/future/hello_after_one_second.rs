//! `hello_after_one_second`: a future does nothing until it is awaited, and its time begins there.

use std::pin::pin;

use futures::future::{LocalBoxFuture, select};
use tokio::task::yield_now;
use tokio_katas::probe::Causes;
use tokio_katas::probe::prelude::*;
use tokio_test::task::spawn;

#[claim]
#[tokio::test(start_paused = true)]
async fn it_says_hello_after_one_second() {
    let seen = timed(hello_after_one_second()).await;
    let cause = if seen.ms == 0 { NOT_AWAITED } else { "a wait of another length: a second is 1000 ms" };
    seen.took_ms(1000, Causes::both(cause)).gave("Hello", GREETING);
}

/// Two calls at 0 ms and one at 300 ms wait side by side; a fourth, when those are done, waits again.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_call_waits_its_own_second() {
    let later = async {
        sleep_ms(300).await;
        timed(hello_after_one_second()).await.took_ms(1000, Causes::both(SHARED));
    };
    let both = async { tokio::join!(hello_after_one_second(), hello_after_one_second()) };
    let (seen, ()) = tokio::join!(timed(both), later);
    seen.took_ms(1000, Causes::both(SHARED)).gave(("Hello", "Hello"), GREETING);
    timed(hello_after_one_second()).await.took_ms(1000, Causes::both(SHARED)).gave("Hello", GREETING);
}

/// A neighbour in the same task works every 100 ms, nine times.
#[claim]
#[tokio::test(start_paused = true)]
async fn others_run_while_it_waits() {
    let neighbour = async {
        let mut turns = 0;
        while turns < 9 {
            sleep_ms(100).await;
            turns += 1;
        }
        turns
    };
    let (seen, turns) = beside(hello_after_one_second(), timed(neighbour)).await;
    expect_eq("the neighbour's turns", &turns.value, &9, "a thread that is blocked");
    turns.took_ms(900, "a thread that is blocked");
    seen.took_ms(1000, "std::thread::sleep, which stops the thread and everything else on it");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    hello_after_one_second().await;
    expect_no_tasks("a task beside the wait that outlives it: spawned, and never stopped");
}

/// Called at 0 ms and left alone for 400 ms: from its first poll it still takes a second.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(hello_after_one_second);
    let call = hello_after_one_second();
    sleep_ms(400).await;
    expect_no_tasks("a task spawned by the call itself: until it is polled a future does nothing");
    timed(call)
        .await
        .took_at_least_ms(1000, "a clock read by the call itself: until it is polled a future does nothing")
        .gave("Hello", GREETING);
}

/// Polled once and held until 400 ms, then dropped.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_it() {
    const DETACHED: &str = "a task held by a plain JoinHandle: dropping the handle detaches it";
    let mut call = spawn(hello_after_one_second());
    expect(call.poll().is_pending(), || {
        Failure::new("it was ready on its first poll")
            .expected("Pending: a second has to pass")
            .seen("ready")
            .cause(NOT_AWAITED)
    });
    sleep_ms(400).await;
    drop(call);
    let_the_runtime_run().await;
    expect_no_tasks(DETACHED);
    let given = drop_after_ms(700, hello_after_one_second()).await;
    expect(given.is_none(), || {
        Failure::new("a second call was ready after 700 ms")
            .expected("it waits a whole second")
            .seen(format!("{given:?}"))
            .cause(SHARED)
    });
    let_the_runtime_run().await;
    expect_no_tasks(DETACHED);
}

/// On the real clock, where every timer is rounded up a little. A machine that is too busy for a while may sleep through
/// both ends; whatever is due by then needs a few turns and no time.
#[claim]
#[tokio::test]
async fn a_second_of_the_real_clock_is_one_too() {
    let call = async { Some(hello_after_one_second().await) };
    let bound = async {
        sleep_ms(1500).await;
        for _ in 0..100 {
            yield_now().await;
        }
        None
    };
    let (call, bound) = (pin!(call), pin!(bound));
    let seen = select(call, bound).await.factor_first().0;
    expect(seen.is_some(), || {
        Failure::new("it still waits after 1.5 s of the real clock")
            .expected("a second, on the real clock as on the paused one")
            .cause("many short sleeps: on the real clock each of them is rounded up, and that adds up")
    });
}

pub static ANSWER: Answer<fn() -> LocalBoxFuture<'static, &'static str>> = Answer::new();

fn hello_after_one_second() -> LocalBoxFuture<'static, &'static str> {
    ANSWER.get()()
}

const GREETING: &str = "another text: it is Hello, with a capital letter and nothing behind it";
const NOT_AWAITED: &str = "a sleep that is made and not awaited: a future does nothing until it is polled";
const SHARED: &str = "a wait or a result kept in a static: each call waits its own second";
