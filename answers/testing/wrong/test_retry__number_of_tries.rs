//! Counts the tries and looks at the result. Of the times it says nothing at all.
//! family: too_weak
//! caught by: catches_waits_after_the_last
//! says: once more after the last try

pub mod test_retry {
    use std::cell::RefCell;
    use std::time::Duration;

    use tokio::time::sleep;
    use tokio_katas::RetryError;
    use tokio_katas::subject::retry;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[tokio::test(start_paused = true)]
    async fn three_tries_then_the_last_error() {
        let calls = RefCell::new(0);
        let result = retry(3, ms(20), ms(10), |k| {
            *calls.borrow_mut() += 1;
            async move {
                sleep(ms(5)).await;
                Err::<(), _>(k)
            }
        });
        assert_eq!(result.await, Err(RetryError::Failed(3)));
        assert_eq!(*calls.borrow(), 3);
    }
}
