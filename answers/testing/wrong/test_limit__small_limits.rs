//! Its largest limit is three. A limit of the answer's own shows only beyond it.
//! family: too_weak
//! caught by: catches_fifteen_hundred_at_most
//! says: more than 1,500

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
    async fn three_places() {
        let (_, starts, _) = run(&[30, 10, 10, 10, 10], 3).await;
        assert_eq!(*starts.lock().unwrap(), [(0, 0), (1, 0), (2, 0), (3, 10), (4, 10)]);
    }
}
