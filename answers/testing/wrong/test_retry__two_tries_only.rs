//! Never makes more than two tries. One wait does not show that they grow, and two errors not which is kept.
//! family: too_weak
//! caught by: catches_constant_backoff
//! says: waits the same time after each try

pub mod test_retry {
    use std::cell::RefCell;
    use std::time::Duration;

    use tokio::time::{Instant, sleep};
    use tokio_katas::RetryError;
    use tokio_katas::subject::retry;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[tokio::test(start_paused = true)]
    async fn the_second_try_comes_after_the_wait() {
        let (calls, start) = (RefCell::new(Vec::new()), Instant::now());
        let result = retry(2, ms(20), ms(10), |k| {
            calls.borrow_mut().push((k, start.elapsed()));
            async move {
                sleep(ms(5)).await;
                Err::<(), _>(k)
            }
        });
        assert_eq!(result.await, Err(RetryError::Failed(2)));
        assert_eq!(*calls.borrow(), [(1, ms(0)), (2, ms(15))]);
        assert_eq!(start.elapsed(), ms(20));
    }
}
