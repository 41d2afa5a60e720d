//! Tests the middle well, and no edge: no empty list, no limit of 0, no large limit.
//! family: too_weak
//! caught by: catches_zero_permits
//! says: a limit of 0

pub mod test_limit {
    use std::sync::{Arc, Mutex};

    use tokio::time::{Duration, Instant, sleep};
    use tokio_katas::subject::map_limited;

    type Starts = Arc<Mutex<Vec<(usize, u64)>>>;

    async fn run(ms: &[u64], limit: usize) -> (Vec<usize>, Starts, u64) {
        let (starts, begun) = (Starts::default(), Instant::now());
        let record = Arc::clone(&starts);
        let results = map_limited(ms.iter().copied().enumerate().collect(), limit, move |(job, ms)| {
            record.lock().unwrap().push((job, begun.elapsed().as_millis() as u64));
            async move {
                sleep(Duration::from_millis(ms)).await;
                job
            }
        });
        (results.await, starts, begun.elapsed().as_millis() as u64)
    }

    #[tokio::test(start_paused = true)]
    async fn each_job_starts_when_a_place_is_free() {
        let (results, starts, ms) = run(&[50, 10, 30, 10, 10], 2).await;
        assert_eq!(results, [0, 1, 2, 3, 4]);
        assert_eq!(*starts.lock().unwrap(), [(0, 0), (1, 0), (2, 10), (3, 40), (4, 50)]);
        assert_eq!(ms, 60);
    }
}
