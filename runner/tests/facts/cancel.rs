use std::cell::RefCell;
use std::future::{pending, ready};
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{FusedFuture, select_ok};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::{ms, panic_of};

/// Says that it was dropped.
struct Told<'a>(&'a RefCell<Vec<&'static str>>);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push("loser dropped");
    }
}

async fn loses(told: Told<'_>) {
    let _told = told;
    pending::<()>().await;
}

/// katas/cancel.md: "When one is ready, it drops the others, then runs that one's handler"
#[tokio::test]
async fn select_drops_the_losers_before_the_handler() {
    let log = RefCell::new(Vec::new());
    tokio::select! {
        biased;
        () = loses(Told(&log)) => {}
        () = ready(()) => log.borrow_mut().push("handler"),
    }
    assert_eq!(*log.borrow(), ["loser dropped", "handler"]);
}

/// katas/cancel.md: "`futures::select!` only borrows a named future, so a loser is still alive in the handler"
#[tokio::test]
async fn the_select_of_futures_keeps_them() {
    let log = RefCell::new(Vec::new());
    {
        let mut loser = Box::pin(loses(Told(&log))).fuse();
        let mut winner = ready(()).fuse();
        futures::select! {
            () = loser => {}
            () = winner => log.borrow_mut().push("handler"),
        }
    }
    assert_eq!(*log.borrow(), ["handler", "loser dropped"]);
}

/// katas/cancel.md: "`timeout` polls the try first and its timer second, so such a try is in time, every time"
/// katas/cancel.md: "this is `tokio::time::timeout`, which asks the work first, too"
#[tokio::test(start_paused = true)]
async fn timeout_asks_the_work_first() {
    for _ in 0..100 {
        assert!(timeout(ms(10), sleep(ms(10))).await.is_ok());
    }
    assert!(timeout(Duration::ZERO, ready(())).await.is_ok());
}

/// katas/cancel.md: "It polls its branches in random order"
#[tokio::test]
async fn select_tosses_a_coin() {
    let mut wins = [0; 2];
    for _ in 0..1000 {
        tokio::select! {
            () = ready(()) => wins[0] += 1,
            () = ready(()) => wins[1] += 1,
        }
    }
    assert!(wins.iter().all(|wins| *wins > 200), "{wins:?}");
}

/// katas/cancel.md: "`mpsc::Receiver::recv` is, `read_exact` is not"
#[tokio::test(start_paused = true)]
async fn read_exact_is_not_cancel_safe() {
    let (mut near, mut far) = duplex(64);
    far.write_all(b"abc").await.expect("room");
    let mut four = [0; 4];
    assert!(timeout(ms(10), near.read_exact(&mut four)).await.is_err());
    far.write_all(b"defg").await.expect("room");
    near.read_exact(&mut four).await.expect("four bytes");
    assert_eq!(&four, b"defg", "abc went with the dropped future");
}

/// katas/cancel.md: "It keeps only the last error, panics on an empty input"
#[tokio::test(start_paused = true)]
async fn select_ok_keeps_the_last_error() {
    let late = |lasts, error| {
        Box::pin(async move {
            sleep(ms(lasts)).await;
            Err::<(), _>(error)
        })
    };
    let last = select_ok([late(20, "second"), late(10, "first")]).await.err();
    assert_eq!(last, Some("second"));
    assert!(panic_of(|| select_ok(Vec::<std::future::Ready<Result<(), ()>>>::new())).is_some());
}

/// katas/cancel.md: "When the time is up, the send future is dropped, and the message was **inside it**"
/// katas/cancel.md: "`tx.send_timeout` hands the message back"
#[tokio::test(start_paused = true)]
async fn a_dropped_send_takes_its_message_along() {
    let (tx, _rx) = mpsc::channel(1);
    let message = Arc::new(());
    tx.send(Arc::new(())).await.expect("room");
    assert!(timeout(ms(10), tx.send(Arc::clone(&message))).await.is_err());
    assert_eq!(Arc::strong_count(&message), 1);
    let back = tx.send_timeout(Arc::clone(&message), ms(10)).await.expect_err("no room");
    assert!(Arc::ptr_eq(&back.into_inner(), &message));
}

/// katas/cancel.md: "A repeated `reserve` goes to the back of the queue each time"
#[tokio::test(start_paused = true)]
async fn a_new_reserve_queues_again() {
    let (tx, mut rx) = mpsc::channel(1);
    tx.send("first").await.expect("room");
    let impatient = tx.clone();
    let impatient = tokio::spawn(async move {
        while timeout(ms(10), impatient.reserve())
            .await
            .map(|permit| permit.expect("open").send("impatient"))
            .is_err()
        {}
    });
    sleep(ms(1)).await;
    let patient = tokio::spawn(async move { tx.send("patient").await });
    sleep(ms(15)).await;
    let mut order = Vec::new();
    while let Some(message) = rx.recv().await {
        order.push(message);
    }
    assert_eq!(order, ["first", "patient", "impatient"]);
    impatient.await.expect("no panic");
    patient.await.expect("no panic").expect("sent");
}

/// katas/cancel.md: "so does dropping a `remote_handle` of the futures crate"
#[tokio::test(start_paused = true)]
async fn a_remote_handle_aborts() {
    let held = Arc::new(());
    let inside = Arc::clone(&held);
    let (work, handle) = async move {
        sleep(ms(1000)).await;
        drop(inside);
    }
    .remote_handle();
    let task = tokio::spawn(work);
    sleep(ms(1)).await;
    drop(handle);
    task.await.expect("it ends");
    assert_eq!(Arc::strong_count(&held), 1);
}

/// katas/cancel.md: "**Nothing survives the runtime's own shutdown**: when `main` ends, tasks are dropped where they stand"
#[test]
fn tasks_end_with_their_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let held = Arc::new(());
    let inside = Arc::clone(&held);
    let task = runtime.spawn(async move {
        sleep(ms(1)).await;
        inside
    });
    drop(runtime);
    assert_eq!(Arc::strong_count(&held), 1);
    assert!(task.now_or_never().is_some_and(|ended| ended.is_err_and(|error| error.is_cancelled())));
}

/// katas/cancel.md: "`unwrap` would start a new panic about the old one"
#[tokio::test]
async fn the_old_panic_can_go_on() {
    let thrown = |error: tokio::task::JoinError| panic_of(|| std::panic::resume_unwind(error.into_panic()));
    let error = tokio::spawn(async { panic!("old") }).await.expect_err("a panic");
    assert_eq!(thrown(error).expect("a panic").downcast_ref::<&str>(), Some(&"old"));
    let ended = tokio::spawn(async { panic!("old") }).await;
    let text = panic_of(move || ended.unwrap()).expect("a panic");
    assert!(text.downcast_ref::<String>().is_some_and(|text| text.contains("JoinError::Panic")));
}

/// katas/cancel.md: "gives up waiting; it does not drop a `call` that is pinned outside it"
#[tokio::test(start_paused = true)]
async fn a_borrowed_future_outlives_its_timeout() {
    let mut call = Box::pin(sleep(ms(20)).fuse());
    assert!(timeout(ms(10), &mut call).await.is_err());
    assert!(!call.is_terminated());
    call.await;
}
