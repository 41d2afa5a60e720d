use std::future::{poll_fn, ready};
use std::task::Poll;

use tokio::runtime::Runtime;
use tokio::task::yield_now;
use tokio::time::{Instant, advance, sleep};

use crate::{ms, ms_since, panic_of, text_of};

async fn holds_an_array() -> u8 {
    let array = [1_u8; 65536];
    yield_now().await;
    array[std::hint::black_box(7)]
}

/// katas/future.md: "`[u8; 65536]` held across an `.await` makes the future 64 KiB large"
/// katas/future.md: "doubles that: 128 KiB"
#[test]
#[expect(clippy::redundant_async_block, reason = "the one more block is what is weighed")]
fn what_is_held_across_an_await_counts_and_counts_twice_when_wrapped() {
    let future = holds_an_array();
    let size = std::mem::size_of_val(&future);
    assert_eq!(size / 1024, 64, "{size}");
    let wrapped = async move { future.await };
    let size = std::mem::size_of_val(&wrapped);
    assert_eq!(size / 1024, 128, "{size}");
}

/// katas/future.md: "Tokio's own `block_on` panics there; `futures::executor::block_on` does not, it blocks"
/// ui/blocking_in_async_block.md: "Cannot start a runtime from within a runtime"
/// ui/await_outside_async.md: "Cannot start a runtime from within a runtime"
#[test]
fn tokio_notices_a_block_on_inside() {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let inner = Runtime::new().expect("a runtime");
        for panic in [panic_of(|| inner.block_on(ready(()))), panic_of(|| inner.handle().block_on(ready(())))]
        {
            let text = text_of(&*panic.expect("a panic"));
            assert!(text.contains("Cannot start a runtime from within a runtime"), "{text}");
        }
        inner.shutdown_background();
        assert_eq!(futures::executor::block_on(ready(7)), 7);
    });
}

/// katas/future.md: "A plain `fn` that reads `Instant::now()` and returns an `async` block has started its clock in the call"
/// katas/future.md: "The `sleep` stands *inside* the block: outside, the call would start it"
#[tokio::test(start_paused = true)]
async fn a_sleep_counts_from_where_it_is_made() {
    let start = Instant::now();
    let timer = sleep(ms(10));
    let lazy = async { sleep(ms(10)).await };
    advance(ms(7)).await;
    timer.await;
    assert_eq!(ms_since(start), 10);
    lazy.await;
    assert_eq!(ms_since(start), 20);
}

/// katas/future.md: "Two futures of one task have equal wakers"
#[tokio::test]
async fn one_task_has_one_waker() {
    let waker = || poll_fn(|cx| Poll::Ready(cx.waker().clone()));
    let (one, two) = futures::future::join(waker(), waker()).await;
    assert!(one.will_wake(&two));
    let other = tokio::spawn(waker()).await.expect("no panic");
    assert!(!one.will_wake(&other));
}

/// katas/future.md: "a poll for nothing does no harm"
#[tokio::test(start_paused = true)]
async fn a_spurious_poll_is_harmless() {
    let start = Instant::now();
    let mut timer = Box::pin(sleep(ms(10)));
    poll_fn(|cx| {
        for _ in 0..3 {
            assert!(timer.as_mut().poll(cx).is_pending());
        }
        Poll::Ready(())
    })
    .await;
    timer.await;
    assert_eq!(ms_since(start), 10);
}

/// katas/future.md: "its token is *one* for the whole thread"
#[test]
fn unparking_twice_lets_park_return_once() {
    let this = std::thread::current();
    this.unpark();
    this.unpark();
    std::thread::park();
    let start = std::time::Instant::now();
    std::thread::park_timeout(ms(20));
    // park_timeout may return early, but never because of the second token.
    assert!(start.elapsed() >= ms(1));
}
