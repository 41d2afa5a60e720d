//! Lets every call run to its end. What a dropped one leaves behind is never looked at.
//! family: too_weak
//! caught by: catches_dispatcher_task
//! says: goes on after its future is dropped

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
    async fn lengths_limits_and_starts() {
        for (limit, ms, starts) in [
            (2, vec![10, 30, 10, 10], vec![0, 0, 10, 20]),
            (2, vec![50, 10, 10, 10], vec![0, 0, 10, 20]),
            (0, vec![10, 10], vec![0, 10]),
            (3, vec![], vec![]),
            (2000, vec![10; 2000], vec![0; 2000]),
        ] {
            let (results, seen, _) = run(&ms, limit).await;
            assert!(results.into_iter().eq(0..ms.len()));
            assert_eq!(*seen.lock().unwrap(), starts.into_iter().enumerate().collect::<Vec<_>>());
        }
    }
}
