use std::future::{poll_fn, ready};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::Poll;

use tokio::sync::OnceCell;
use tokio::time::{sleep, timeout};

use crate::ms;

/// Gives `value`, and whether somebody held the lock while it was awaited.
async fn seen<T, V>(lock: &Mutex<T>, value: V, held: &AtomicUsize) -> V {
    let mut value = Some(value);
    poll_fn(|_| {
        held.fetch_add(usize::from(lock.try_lock().is_err()), Relaxed);
        Poll::Ready(value.take().expect("polled once"))
    })
    .await
}

/// katas/state.md: "What stands before the dot is evaluated first, so the guard exists *before* the stamp is awaited"
#[tokio::test]
#[expect(clippy::await_holding_lock, reason = "the mistake itself")]
async fn the_receiver_of_a_method_comes_first() {
    let (log, held) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    log.lock().expect("free").push(seen(&log, "line", &held).await);
    assert_eq!(held.load(Relaxed), 1, "the lock was held");
    let line = seen(&log, "line", &held).await;
    log.lock().expect("free").push(line);
    assert_eq!(held.load(Relaxed), 1, "and this time it was not");
}

/// katas/state.md: "`*counter.lock().unwrap() += one().await` is right for a number: there the right side is evaluated first"
/// katas/state.md: "For a `String` the lock comes first"
#[tokio::test]
#[expect(clippy::await_holding_lock, reason = "the mistake itself")]
async fn compound_assignment_depends_on_the_type() {
    let held = AtomicUsize::new(0);
    let number = Mutex::new(0);
    *number.lock().expect("free") += seen(&number, 1, &held).await;
    assert_eq!((*number.lock().expect("free"), held.load(Relaxed)), (1, 0));
    let text = Mutex::new(String::new());
    *text.lock().expect("free") += seen(&text, "a", &held).await;
    assert_eq!((text.lock().expect("free").as_str(), held.load(Relaxed)), ("a", 1));
}

/// katas/state.md: "In `while let` and `match`, a guard made in the head lives through the whole body"
#[test]
fn a_guard_in_the_head_lives_through_the_body() {
    let list = Mutex::new(vec![1]);
    let mut seen = 0;
    while let Some(_one) = list.lock().expect("free").pop() {
        assert!(list.try_lock().is_err());
        seen += 1;
    }
    match list.lock().expect("free").len() {
        0 => assert!(list.try_lock().is_err()),
        length => unreachable!("{length} left"),
    }
    assert_eq!(seen, 1);
    // In a statement of its own it is gone at the semicolon.
    let popped = list.lock().expect("free").pop();
    assert!(popped.is_none() && list.try_lock().is_ok());
}

/// katas/state.md: "It runs one initialiser at a time, and if that one is dropped or panics, the next waiter runs its own"
#[tokio::test(start_paused = true)]
async fn a_once_cell_passes_the_turn_on() {
    let (cell, running, most) = (OnceCell::new(), AtomicUsize::new(0), AtomicUsize::new(0));
    let init = |value| {
        let (cell, running, most) = (&cell, &running, &most);
        async move {
            let fetch = || async move {
                most.fetch_max(running.fetch_add(1, Relaxed) + 1, Relaxed);
                sleep(ms(10)).await;
                running.fetch_sub(1, Relaxed);
                value
            };
            *cell.get_or_init(fetch).await
        }
    };
    let dropped = async {
        assert!(timeout(ms(5), init(1)).await.is_err());
        // What was dropped half-way has not counted itself out.
        running.fetch_sub(1, Relaxed);
    };
    let ((), two, three) = tokio::join!(dropped, init(2), init(3));
    assert_eq!((two, three, most.load(Relaxed)), (2, 2, 1));

    let cell = OnceCell::new();
    let panics = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(
        cell.get_or_init(|| async { panic!("on purpose") }),
    ));
    assert!(panics.await.is_err());
    assert_eq!(*cell.get_or_init(|| ready(4)).await, 4);
}

/// katas/state.md: "A std `MutexGuard` is not"
#[test]
fn a_std_guard_is_not_send() {
    struct Is<T>(std::marker::PhantomData<T>);
    trait Otherwise {
        fn send() -> bool {
            false
        }
    }
    impl<T> Otherwise for Is<T> {}
    // Where it applies it goes before the trait's.
    impl<T: Send> Is<T> {
        fn send() -> bool {
            true
        }
    }
    assert!(Is::<u8>::send());
    assert!(!Is::<std::sync::MutexGuard<'static, u8>>::send());
}
