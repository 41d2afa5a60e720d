//! Looks up the length of try k at place k. The last try has none there, and the helper panics.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: breaks by itself

pub mod test_retry {
    use std::time::Duration;

    use tokio::time::{Instant, sleep};
    use tokio_katas::subject::retry;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    const LENGTHS: [u64; 3] = [5, 5, 5];

    #[tokio::test(start_paused = true)]
    async fn the_third_try_succeeds() {
        let start = Instant::now();
        let result = retry(3, ms(20), ms(10), |k| {
            let length = LENGTHS[k as usize];
            async move {
                sleep(ms(length)).await;
                if k == 3 { Ok(k) } else { Err(k) }
            }
        });
        assert_eq!(result.await, Ok(3));
        assert_eq!(start.elapsed(), ms(45));
    }
}
