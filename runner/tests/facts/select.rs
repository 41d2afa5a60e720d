use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::sync::mpsc::channel;
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant as RealInstant};

use futures::FutureExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Mutex, broadcast, mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};

use crate::{ms, ms_since};

/// katas/select.md: "A branch is polled; a handler has the task for itself."
#[tokio::test(start_paused = true)]
async fn a_handler_suspends_the_other_branch() {
    let polls = Cell::new(0);
    let mut work = pin!(async {
        loop {
            polls.set(polls.get() + 1);
            sleep(ms(1)).await;
        }
    });
    tokio::select! {
        () = &mut work => unreachable!(),
        () = sleep(ms(10)) => {
            let before = polls.get();
            sleep(ms(50)).await;
            assert_eq!(polls.get(), before);
        }
    }
    assert!(timeout(ms(10), work).await.is_err());
    assert!(polls.get() > 15, "as a branch it is polled");
}

/// katas/select.md: "a future that was no longer polled had been given the next place in a channel, the handler waited behind it, and neither ever went on"
#[tokio::test(start_paused = true)]
async fn a_futurelock() {
    let (sender, mut receiver) = mpsc::channel(1);
    sender.send("full").await.expect("a receiver");
    let mut work = pin!(sender.send("work"));
    let both = async {
        tokio::select! {
            biased;
            _ = &mut work => unreachable!("the channel is full"),
            () = sleep(ms(10)) => {
                let _ = sender.send("handler").await;
            }
        }
    };
    let empties = async {
        sleep(ms(20)).await;
        assert_eq!(receiver.recv().await, Some("full"));
        receiver.recv().await
    };
    assert!(timeout(ms(60_000), async { tokio::join!(both, empties) }).await.is_err());
}

/// katas/select.md: "is the same trap with a lock"
#[tokio::test(start_paused = true)]
async fn a_futurelock_with_a_lock() {
    let lock = Mutex::new(());
    let held = lock.lock().await;
    let holder = async {
        sleep(ms(20)).await;
        drop(held);
    };
    let both = async {
        let mut work = pin!(lock.lock());
        tokio::select! {
            biased;
            _ = &mut work => unreachable!("the lock is held"),
            () = sleep(ms(10)) => {
                drop(lock.lock().await);
            }
        }
    };
    assert!(timeout(ms(60_000), async { tokio::join!(holder, both) }).await.is_err());
}

/// katas/select.md: "all branches that are not ready yet, beginning with another one at each poll"
/// katas/fanout.md: "`tokio::join!` starts with a different branch on each poll; with `biased;` in front it keeps to the order in which you wrote them."
#[tokio::test]
async fn join_takes_turns() {
    for (biased, expected) in [(false, "abbaab"), (true, "ababab")] {
        let order = RefCell::new(String::new());
        let branch = |name: char| {
            let (order, mut polls) = (&order, 0);
            poll_fn(move |cx| {
                order.borrow_mut().push(name);
                polls += 1;
                cx.waker().wake_by_ref();
                if polls == 3 { Poll::Ready(()) } else { Poll::Pending }
            })
        };
        match biased {
            false => drop(tokio::join!(branch('a'), branch('b'))),
            true => drop(tokio::join!(biased; branch('a'), branch('b'))),
        }
        assert_eq!(*order.borrow(), expected);
    }
}

/// Work that is ready again and again, for that long by the machine's clock.
async fn always_ready(lasts: Duration) {
    let (start, lock) = (RealInstant::now(), Mutex::new(()));
    while start.elapsed() < lasts {
        drop(lock.lock().await);
    }
}

/// katas/select.md: "In a biased `select!` Tokio's cooperative budget starves a timer that comes after work that is always ready."
/// katas/select.md: "`timeout` knows about this and fires all the same."
/// katas/select.md: "Without `biased;` the timer gets its turn by chance."
/// katas/cancel.md: "Unlike the `select!` above, it fires even if everything that the work awaits is ready at once"
/// katas/cancel.md: "such work uses up the task's budget in each turn, and a timer below it never fires on a real clock"
#[tokio::test]
async fn the_budget_starves_a_timer_below_busy_work() {
    let lasts = Duration::from_millis(300);
    let fired = tokio::select! {
        biased;
        () = always_ready(lasts) => false,
        () = sleep(ms(5)) => true,
    };
    assert!(!fired);
    assert!(timeout(ms(5), always_ready(Duration::from_secs(60))).await.is_err());
    let fired = tokio::select! {
        () = always_ready(Duration::from_secs(60)) => false,
        () = sleep(ms(5)) => true,
    };
    assert!(fired);
}

/// katas/select.md: "In that order the reports are not even polled any more."
#[tokio::test]
async fn biased_asks_no_further_once_one_is_ready() {
    let polled = Cell::new(false);
    tokio::select! {
        biased;
        () = async {} => {}
        () = async { polled.set(true) } => {}
    }
    assert!(!polled.get());
    assert!(async { polled.set(true) }.now_or_never().is_some() && polled.get());
}

/// The instants of `count` ticks, where the second round takes `late_ms`.
async fn ticks(
    period_ms: u64,
    late_ms: u64,
    count: usize,
    behavior: Option<MissedTickBehavior>,
) -> Vec<u128> {
    let start = Instant::now();
    let mut beats = interval(ms(period_ms));
    if let Some(behavior) = behavior {
        beats.set_missed_tick_behavior(behavior);
    }
    let mut seen = Vec::new();
    for round in 0..count {
        beats.tick().await;
        seen.push(ms_since(start));
        if round == 1 {
            sleep(ms(late_ms)).await;
        }
    }
    seen
}

/// katas/select.md: "Its default makes up every tick that was missed, at once, in a burst."
/// katas/select.md: "Its first tick comes at once."
#[tokio::test(start_paused = true)]
async fn what_an_interval_does_after_a_late_round() {
    use MissedTickBehavior::{Delay, Skip};
    assert_eq!(ticks(10, 35, 7, None).await, [0, 10, 45, 45, 45, 50, 60]);
    assert_eq!(ticks(10, 35, 5, Some(Delay)).await, [0, 10, 45, 55, 65]);
    assert_eq!(ticks(10, 35, 5, Some(Skip)).await, [0, 10, 45, 50, 60]);
}

/// katas/select.md: "An `Interval` forgives 5 ms: a tick that is late by no more than that counts as on time, whatever the behaviour."
/// katas/select.md: "With a period of up to 5 ms even `Skip` can start two rounds in one instant."
/// katas/limit.md: "To Tokio, a tick that is up to 5 ms late is on time."
#[tokio::test(start_paused = true)]
async fn an_interval_forgives_5_ms() {
    use MissedTickBehavior::{Delay, Skip};
    assert_eq!(ticks(10, 15, 4, Some(Delay)).await, [0, 10, 25, 30]);
    assert_eq!(ticks(10, 16, 4, Some(Delay)).await, [0, 10, 26, 36]);
    assert_eq!(ticks(5, 10, 5, Some(Skip)).await, [0, 5, 15, 15, 20]);
    assert_eq!(ticks(6, 12, 5, Some(Skip)).await, [0, 6, 18, 24, 30]);
}

/// katas/select.md: "a temporary lives to the end of its statement, across the `.await`"
/// katas/select.md: "While it lives, `send` blocks the sender's whole thread, not its task."
#[tokio::test]
async fn a_borrow_in_the_statement_blocks_the_sender() {
    let (sender, mut settings) = watch::channel(1);
    let mut call = Box::pin(async move {
        sleep(ms(*settings.borrow_and_update() * 60_000)).await;
    });
    assert!(call.as_mut().now_or_never().is_none());
    let (tell, told) = channel();
    let thread = thread::spawn(move || {
        sender.send_replace(2);
        tell.send(()).expect("the test waits");
    });
    assert!(told.recv_timeout(Duration::from_millis(100)).is_err(), "it is blocked");
    drop(call);
    told.recv().expect("the guard is gone");
    thread.join().expect("no panic");
}

/// katas/select.md: "`borrow_and_update` gives the newest and marks it as seen; `borrow` does not mark it."
/// katas/select.md: "Either mark it as seen and apply it before the loop, or make it count as a change: `mark_changed`."
/// katas/select.md: "It is not one as long as there is a value that you have not seen, even if all senders are gone; so the last value is not lost."
/// katas/select.md: "`has_changed` is an error as soon as they are gone."
#[tokio::test]
async fn what_a_watch_receiver_has_seen() {
    let (sender, mut settings) = watch::channel(0);
    assert!(!settings.has_changed().expect("a sender"), "the first value counts as seen");
    settings.mark_changed();
    settings.changed().await.expect("marked");
    sender.send_replace(1);
    assert_eq!(*settings.borrow(), 1);
    assert!(settings.has_changed().expect("a sender"));
    assert_eq!(*settings.borrow_and_update(), 1);
    assert!(!settings.has_changed().expect("a sender"));
    sender.send_replace(2);
    drop(sender);
    assert!(settings.has_changed().is_err());
    settings.changed().await.expect("the last value");
    assert!(settings.changed().await.is_err());
    assert_eq!(*settings.borrow(), 2);
}

/// katas/select.md: "The receiver has already moved on to the oldest message that the channel still holds."
/// katas/select.md: "`resubscribe` would throw those away, too."
#[tokio::test]
async fn lagged_is_not_the_end() {
    let (sender, mut events) = broadcast::channel(2);
    (0..4).for_each(|number| drop(sender.send(number)));
    assert_eq!(events.recv().await, Err(RecvError::Lagged(2)));
    assert!(events.resubscribe().is_empty());
    assert_eq!(events.recv().await, Ok(2));
    assert_eq!(events.recv().await, Ok(3));
    drop(sender);
    assert_eq!(events.recv().await, Err(RecvError::Closed));
}

/// katas/select.md: "The channel rounds its capacity up to a power of two."
#[tokio::test]
async fn broadcast_rounds_its_capacity_up() {
    let (sender, mut events) = broadcast::channel(3);
    (0..5).for_each(|number| drop(sender.send(number)));
    assert_eq!(events.recv().await, Err(RecvError::Lagged(1)));
}

/// katas/select.md: "It keeps what it has read inside its future."
/// katas/select.md: "It is cancel safe: if it is dropped, it has read nothing."
#[tokio::test(start_paused = true)]
async fn read_buf_is_cancel_safe_and_read_exact_is_not() {
    let (mut near, mut far) = duplex(64);
    near.write_all(b"abc").await.expect("room");
    let mut exact = [0; 4];
    assert!(timeout(ms(10), far.read_exact(&mut exact)).await.is_err());
    let mut held = Vec::new();
    assert!(timeout(ms(10), far.read_buf(&mut held)).await.is_err(), "abc is gone");
    assert!(held.is_empty());
    near.write_all(b"def").await.expect("room");
    assert_eq!(far.read_buf(&mut held).await.expect("bytes"), 3);
    assert_eq!(held, b"def");
    drop(near);
    assert_eq!(far.read_buf(&mut held).await.expect("the end"), 0);
}

/// katas/select.md: "As bytes, that number is four spaces"
#[test]
fn four_spaces_are_a_length() {
    assert_eq!(u32::from_be_bytes(*b"    "), 538_976_288);
}
