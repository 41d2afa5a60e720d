//! Notes the beginning inside the async block, which is the first poll. When work is called stays in the dark.
//! family: too_weak
//! caught by: catches_called_before_it_has_a_place
//! says: before the item has a place

pub mod test_limit {
    use std::sync::{Arc, Mutex};

    use tokio::time::{Duration, Instant, sleep};
    use tokio_katas::subject::map_limited;

    #[tokio::test(start_paused = true)]
    async fn a_free_place_is_taken_at_once() {
        let (starts, begun) = (Arc::new(Mutex::new(Vec::new())), Instant::now());
        let record = Arc::clone(&starts);
        let work = move |(job, ms): (usize, u64)| {
            let record = Arc::clone(&record);
            async move {
                record.lock().unwrap().push((job, begun.elapsed().as_millis()));
                sleep(Duration::from_millis(ms)).await;
                job
            }
        };
        let jobs = [50, 10, 10, 10].into_iter().enumerate().collect();
        assert_eq!(map_limited(jobs, 2, work).await, [0, 1, 2, 3]);
        assert_eq!(*starts.lock().unwrap(), [(0, 0), (1, 0), (2, 10), (3, 20)]);
    }
}
