//! Runs on the real clock, with a margin for a busy machine. It is slow, and an exact time cannot be asked for.
//! family: real_clock
//! caught by: no_test_waits_for_the_real_clock
//! says: waits for the real clock

pub mod test_limit {
    use std::time::{Duration, Instant};

    use tokio_katas::subject::map_limited;

    #[tokio::test]
    async fn it_takes_its_time() {
        let start = Instant::now();
        let work = |n: u32| async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            n
        };
        let seen = map_limited(vec![1, 2], 2, work).await;
        assert!(start.elapsed() >= Duration::from_millis(5));
    }
}
