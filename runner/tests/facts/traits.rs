use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::timeout;

use crate::panic_of;

/// katas/traits.md: "`BoxFuture`, which is always one fat pointer"
#[test]
fn a_box_future_is_two_words() {
    assert_eq!(std::mem::size_of::<BoxFuture<'static, [u8; 4096]>>(), 2 * std::mem::size_of::<usize>());
}

/// katas/traits.md: "It is `Unpin` and has a size"
#[test]
fn a_box_future_is_unpin() {
    fn unpin<T: Unpin>() {}
    unpin::<BoxFuture<'static, std::marker::PhantomPinned>>();
}

/// katas/traits.md: "starts its clock at the call, not at the first poll, and panics without a runtime"
#[test]
fn a_timeout_needs_a_runtime_when_it_is_made() {
    assert!(panic_of(|| timeout(Duration::from_secs(1), async {})).is_some());
    // An async block makes it when it is polled.
    drop(async { timeout(Duration::from_secs(1), async {}).await });
}

/// katas/traits.md: "you may still *implement* it with `async fn`"
#[test]
fn an_async_fn_implements_a_promise_of_send() {
    trait Find {
        fn find(&self) -> impl Future<Output = u8> + Send;
    }
    impl Find for u8 {
        async fn find(&self) -> u8 {
            *self
        }
    }
    fn send<T: Send>(value: T) -> T {
        value
    }
    assert_eq!(futures::executor::block_on(send(7.find())), 7);
}
