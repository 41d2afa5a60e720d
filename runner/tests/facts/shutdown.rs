use tokio::sync::broadcast::error::TryRecvError;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::{JoinSet, yield_now};
use tokio::time::{sleep, timeout};

use crate::ms;

/// katas/shutdown.md: "senders get an error, even those that are waiting for room"
#[tokio::test(start_paused = true)]
async fn closing_reaches_those_that_wait_for_room() {
    let (tx, mut rx) = mpsc::channel(1);
    tx.send("queued").await.expect("room");
    let waiting = tokio::spawn({
        let tx = tx.clone();
        async move { tx.send("waits for room").await }
    });
    yield_now().await;
    rx.close();
    assert!(waiting.await.expect("no panic").is_err());
    assert!(tx.send("late").await.is_err());
    assert_eq!((rx.recv().await, rx.recv().await), (Some("queued"), None));
}

/// katas/shutdown.md: "`changed` waits for a change, while `wait_for(|&stop| stop)` looks at the value first"
/// katas/shutdown.md: "asked again, it fails again at once"
#[tokio::test(start_paused = true)]
async fn wait_for_looks_at_the_value() {
    let (tx, mut rx) = watch::channel(true);
    assert!(timeout(ms(10), rx.changed()).await.is_err());
    assert!(timeout(ms(10), rx.wait_for(|&stop| stop)).await.expect("at once").is_ok());
    tx.send_replace(false);
    drop(tx);
    for _ in 0..3 {
        assert!(timeout(ms(10), rx.wait_for(|&stop| stop)).await.expect("at once").is_err());
    }
}

/// katas/shutdown.md: "not while a sender still holds a permit (`reserve`)"
/// katas/shutdown.md: "`try_recv` and `is_empty` say "
#[tokio::test(start_paused = true)]
async fn a_permit_keeps_a_closed_channel_from_ending() {
    let (tx, mut rx) = mpsc::channel(1);
    let permit = tx.reserve().await.expect("room");
    rx.close();
    assert!(rx.is_empty());
    assert_eq!(rx.try_recv(), Err(mpsc::error::TryRecvError::Empty));
    assert!(timeout(ms(10), rx.recv()).await.is_err(), "it may still come");
    permit.send("it came");
    drop(tx);
    assert_eq!((rx.recv().await, rx.recv().await), (Some("it came"), None));
}

/// katas/shutdown.md: "`resubscribe` starts from now"
/// katas/shutdown.md: "a worker that subscribes when it starts never hears a signal that was sent before"
#[tokio::test(start_paused = true)]
async fn a_late_subscriber_hears_nothing() {
    let (tx, mut early) = broadcast::channel(4);
    tx.send(()).expect("a receiver");
    let (mut again, mut late) = (early.resubscribe(), tx.subscribe());
    assert_eq!(early.recv().await, Ok(()));
    for receiver in [&mut again, &mut late] {
        assert!(timeout(ms(10), receiver.recv()).await.is_err());
    }
}

/// katas/shutdown.md: "`Lagged` says that messages were missed, `Closed` that no sender is left"
#[tokio::test]
async fn what_a_receiver_answers() {
    let (tx, mut rx) = broadcast::channel(1);
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    tx.send(1).expect("a receiver");
    tx.send(2).expect("a receiver");
    assert_eq!(rx.try_recv(), Err(TryRecvError::Lagged(1)));
    assert_eq!(rx.try_recv(), Ok(2));
    drop(tx);
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
}

/// katas/shutdown.md: "A task that had ended before the abort still reports `Ok`, or its panic"
#[tokio::test(start_paused = true)]
async fn an_abort_comes_too_late_for_what_has_ended() {
    let mut tasks = JoinSet::new();
    tasks.spawn(async {});
    tasks.spawn(async { panic!("on purpose") });
    tasks.spawn(sleep(ms(1000)));
    yield_now().await;
    tasks.abort_all();
    let (mut fine, mut panicked, mut aborted) = (0, 0, 0);
    while let Some(ended) = tasks.join_next().await {
        match ended {
            Ok(()) => fine += 1,
            Err(error) if error.is_panic() => panicked += 1,
            Err(_) => aborted += 1,
        }
    }
    assert_eq!((fine, panicked, aborted), (1, 1, 1));
}
