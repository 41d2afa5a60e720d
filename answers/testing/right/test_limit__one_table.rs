//! One table of lengths, limits and starts, whose expectation is computed by a simple model.

pub mod test_limit {
    use std::sync::{Arc, Mutex};

    use rstest::rstest;
    use tokio::time::{Duration, Instant, sleep, timeout};
    use tokio_katas::subject::map_limited;

    /// Each job starts on the place that is free first.
    fn model(ms: &[u64], limit: usize) -> (Vec<u64>, u64) {
        let mut free_at = vec![0; limit.max(1)];
        let starts = ms.iter().map(|ms| {
            let first = free_at.iter_mut().min().expect("a place");
            let start = *first;
            *first += ms;
            start
        });
        let starts = starts.collect();
        (starts, free_at.into_iter().max().expect("a place"))
    }

    #[rstest]
    #[case(2, vec![10, 30, 20, 10, 5])]
    #[case(3, vec![50, 10, 10, 10, 10, 10])]
    #[case(1, vec![3, 2, 1])]
    #[case(0, vec![10, 20])]
    #[case(4, vec![])]
    #[case(3000, vec![10; 3500])]
    #[tokio::test(start_paused = true)]
    async fn it_does_what_the_model_does(#[case] limit: usize, #[case] ms: Vec<u64>) {
        let starts = Arc::new(Mutex::new(Vec::new()));
        let (begun, record, count) =
            (Instant::now() + Duration::from_millis(7), Arc::clone(&starts), ms.len());
        let (expected, end) = model(&ms, limit);
        let call = map_limited(ms, limit, move |ms| {
            record.lock().unwrap().push(begun.elapsed().as_millis() as u64);
            async move {
                sleep(Duration::from_millis(ms)).await;
                ms
            }
        });
        sleep(Duration::from_millis(7)).await;
        assert!(starts.lock().unwrap().is_empty());
        assert_eq!(call.await.len(), count);
        assert_eq!(*starts.lock().unwrap(), expected);
        assert_eq!(begun.elapsed(), Duration::from_millis(end));
    }

    #[tokio::test(start_paused = true)]
    async fn results_are_in_input_order() {
        let work = |ms| async move {
            sleep(Duration::from_millis(ms)).await;
            ms
        };
        assert_eq!(map_limited(vec![30, 10, 20], 3, work).await, [30, 10, 20]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_timeout_stops_it() {
        let count = Arc::new(());
        let held = Arc::clone(&count);
        let work = move |()| {
            let held = Arc::clone(&held);
            async move {
                sleep(Duration::from_millis(10)).await;
                drop(held);
            }
        };
        timeout(Duration::from_millis(5), map_limited(vec![(); 9], 2, work)).await.unwrap_err();
        sleep(Duration::from_millis(1)).await;
        assert_eq!(Arc::strong_count(&count), 1, "a job, or its work, is still there");
    }
}
