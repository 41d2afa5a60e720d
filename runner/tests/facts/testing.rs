use futures::stream::{self, StreamExt};
use tokio::task::yield_now;
use tokio::time::{Instant, advance, sleep};

use crate::{ms, ms_since, panic_of, text_of};

/// katas/testing.md: "On the paused clock, time jumps to the next timer as soon as every task waits."
/// katas/testing.md: "It moves only Tokio's clock."
#[tokio::test(start_paused = true)]
async fn a_day_takes_no_time() {
    let (start, real) = (Instant::now(), std::time::Instant::now());
    sleep(ms(24 * 60 * 60 * 1000)).await;
    assert_eq!(ms_since(start), 24 * 60 * 60 * 1000);
    assert!(real.elapsed() < ms(60 * 60 * 1000));
}

/// katas/testing.md: "`std::thread::sleep` stops the thread, and with it all tasks, without Tokio's clock noticing."
#[tokio::test(start_paused = true)]
async fn a_blocked_thread_takes_no_virtual_time() {
    let start = Instant::now();
    std::thread::sleep(ms(5));
    assert_eq!(ms_since(start), 0);
}

/// katas/testing.md: "a task that was spawned but not polled yet has not set its timer: call `yield_now` first"
#[tokio::test(start_paused = true)]
async fn a_task_sets_its_timer_when_it_is_polled() {
    for (yields, expected_ms) in [(true, 10), (false, 14)] {
        let start = Instant::now();
        let task = tokio::spawn(async move {
            sleep(ms(10)).await;
            ms_since(start)
        });
        if yields {
            yield_now().await;
        }
        advance(ms(4)).await;
        assert_eq!(task.await.expect("no panic"), expected_ms);
    }
}

/// katas/testing.md: "`unfold` panics if it is polled after its end"
#[test]
fn unfold_is_not_polled_again() {
    let mut source = Box::pin(stream::unfold((), |()| async { None::<((), ())> }));
    assert_eq!(futures::executor::block_on(source.next()), None);
    let panic = panic_of(|| futures::executor::block_on(source.next())).expect("a panic");
    assert!(text_of(panic.as_ref()).contains("must not be polled after"));
}
