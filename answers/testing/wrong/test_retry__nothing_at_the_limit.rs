//! Its tries are well in time or far too late. What happens at the very instant of the limit stays open.
//! family: too_weak
//! caught by: catches_timer_first
//! says: exactly its time

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
    async fn early_ones_and_late_ones() {
        let (calls, start) = (RefCell::new(Vec::new()), Instant::now());
        let result = retry(4, ms(20), ms(10), |k| {
            calls.borrow_mut().push(start.elapsed());
            async move {
                sleep(ms(if k == 2 { 10 } else { 500 })).await;
                Err::<(), _>(k)
            }
        });
        assert_eq!(result.await, Err(RetryError::TimedOut));
        assert_eq!(*calls.borrow(), [ms(0), ms(30), ms(60), ms(110)]);
        assert_eq!(start.elapsed(), ms(130));
    }
}
