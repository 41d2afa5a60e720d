//! Expects that the wait doubles, as in many services. The contract says `backoff * k`.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: fails every answer that is right

pub mod test_retry {
    use std::cell::RefCell;
    use std::time::Duration;

    use tokio::time::{Instant, sleep};
    use tokio_katas::subject::retry;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[tokio::test(start_paused = true)]
    async fn waits_double() {
        let (calls, start) = (RefCell::new(Vec::new()), Instant::now());
        let result = retry(4, ms(20), ms(10), |k| {
            calls.borrow_mut().push(start.elapsed());
            async move {
                sleep(ms(0)).await;
                if k == 4 { Ok(k) } else { Err(k) }
            }
        });
        assert_eq!(result.await, Ok(4));
        assert_eq!(*calls.borrow(), [ms(0), ms(10), ms(30), ms(70)]);
    }
}
