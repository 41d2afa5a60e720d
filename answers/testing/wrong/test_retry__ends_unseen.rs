//! Looks at calls, results and times, and not at when a try is dropped. A late one may live on during the wait.
//! family: too_weak
//! caught by: catches_held_during_the_wait
//! says: keeps a late try alive

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
    async fn calls_and_times() {
        let (calls, start) = (RefCell::new(Vec::new()), Instant::now());
        let result = retry(3, ms(20), ms(10), |k| {
            calls.borrow_mut().push((k, start.elapsed()));
            async move {
                sleep(ms([500, 5, 20][k as usize - 1])).await;
                if k == 3 { Ok(k) } else { Err(k) }
            }
        });
        assert!(calls.borrow().is_empty());
        assert_eq!(result.await, Ok::<_, RetryError<u32>>(3));
        assert_eq!(*calls.borrow(), [(1, ms(0)), (2, ms(30)), (3, ms(55))]);
    }
}
