//! Its tries fail, and none is ever late. Half of the contract is about time-outs.
//! family: too_weak
//! caught by: catches_time_out_is_the_end
//! says: tries again only after a failure

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
    async fn failures_and_waits() {
        for attempts in [0, 1, 4] {
            let (calls, start) = (RefCell::new(Vec::new()), Instant::now());
            let result = retry(attempts, ms(20), ms(10), |k| {
                calls.borrow_mut().push((k, start.elapsed()));
                async move {
                    sleep(ms(5)).await;
                    if k == 4 { Ok(k) } else { Err(k) }
                }
            });
            let expected = if attempts == 4 { Ok(4) } else { Err(RetryError::Failed(1)) };
            assert_eq!(result.await, expected);
            let times = [(1, ms(0)), (2, ms(15)), (3, ms(40)), (4, ms(75))];
            assert_eq!(*calls.borrow(), times[..attempts.max(1) as usize]);
        }
    }
}
