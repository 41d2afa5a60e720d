//! Counts what is in flight, in the call and in the future, and draws each job's beginning and end.

pub mod test_limit {
    use std::sync::{Arc, Mutex};

    use tokio::time::{Duration, Instant, sleep, timeout};
    use tokio_katas::subject::map_limited;

    #[derive(Default)]
    struct Seen {
        called: Vec<(usize, u64)>,
        now: usize,
        most: usize,
    }

    /// In flight from the call on, until it is dropped.
    struct InFlight(Arc<Mutex<Seen>>);

    impl InFlight {
        fn new(seen: &Arc<Mutex<Seen>>, item: usize, at_ms: u64) -> InFlight {
            let mut all = seen.lock().unwrap();
            all.called.push((item, at_ms));
            all.now += 1;
            all.most = all.most.max(all.now);
            InFlight(Arc::clone(seen))
        }
    }

    impl Drop for InFlight {
        fn drop(&mut self) {
            self.0.lock().unwrap().now -= 1;
        }
    }

    fn run(ms: Vec<u64>, limit: usize) -> (Arc<Mutex<Seen>>, impl Future<Output = Vec<usize>>) {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (start, record) = (Instant::now(), Arc::clone(&seen));
        let work = move |(item, ms): (usize, u64)| {
            let in_flight = InFlight::new(&record, item, start.elapsed().as_millis() as u64);
            async move {
                let _in_flight = in_flight;
                sleep(Duration::from_millis(ms)).await;
                item
            }
        };
        (seen, map_limited(ms.into_iter().enumerate().collect(), limit, work))
    }

    async fn check(ms: &[u64], limit: usize, starts: &[u64]) {
        let (seen, call) = run(ms.to_vec(), limit);
        assert!(seen.lock().unwrap().called.is_empty(), "it has begun in the call");
        let results = call.await;
        assert!(results.into_iter().eq(0..ms.len()));
        let seen = seen.lock().unwrap();
        let expected: Vec<(usize, u64)> = starts.iter().copied().enumerate().collect();
        assert_eq!(seen.called, expected);
        assert_eq!((seen.now, seen.most), (0, limit.max(1).min(ms.len())));
    }

    #[tokio::test(start_paused = true)]
    async fn two_places() {
        check(&[10, 40, 10, 10, 10], 2, &[0, 0, 10, 20, 30]).await;
        check(&[40, 10, 10, 10, 10], 2, &[0, 0, 10, 20, 30]).await;
    }

    #[tokio::test(start_paused = true)]
    async fn the_smallest() {
        check(&[], 3, &[]).await;
        check(&[5, 5], 0, &[0, 5]).await;
    }

    #[tokio::test(start_paused = true)]
    async fn many_places() {
        check(&[10; 2000], 2000, &[0; 2000]).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_dropped_call_starts_nothing_more() {
        let (seen, call) = run(vec![10; 5], 1);
        timeout(Duration::from_millis(25), call).await.unwrap_err();
        sleep(Duration::from_secs(1)).await;
        assert_eq!(seen.lock().unwrap().called.len(), 3);
        assert_eq!(seen.lock().unwrap().now, 0);
    }
}
