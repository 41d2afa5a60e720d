//! Says "at most two at once", and not that there are two. One at a time is at most two as well.
//! family: too_weak
//! caught by: catches_guard_in_while_let
//! says: runs one job at a time

pub mod test_limit {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::time::Duration;

    use tokio_katas::subject::map_limited;

    static NOW: AtomicUsize = AtomicUsize::new(0);

    #[tokio::test(start_paused = true)]
    async fn never_more_than_two_at_once() {
        NOW.store(0, SeqCst);
        let work = |job: u32| async move {
            assert!(NOW.fetch_add(1, SeqCst) < 2);
            tokio::time::sleep(Duration::from_millis(10)).await;
            NOW.fetch_sub(1, SeqCst);
            job
        };
        assert_eq!(map_limited((0..9).collect(), 2, work).await, (0..9).collect::<Vec<_>>());
    }
}
