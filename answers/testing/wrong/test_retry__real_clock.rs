//! Runs on the real clock, with a margin for a busy machine. It is slow, and an exact time cannot be asked for.
//! family: real_clock
//! caught by: no_test_waits_for_the_real_clock
//! says: waits for the real clock

pub mod test_retry {
    use std::time::{Duration, Instant};

    use tokio_katas::subject::retry;

    #[tokio::test]
    async fn it_takes_its_time() {
        let start = Instant::now();
        let seen = retry(2, Duration::from_millis(10), Duration::from_millis(10), |k| async move {
            if k == 2 { Ok(k) } else { Err(k) }
        });
        let seen = seen.await;
        assert!(start.elapsed() >= Duration::from_millis(5));
    }
}
