//! Waits for a third job before it lets the first two go, with two places. So it waits for ever, whatever the
//! answer does.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: never ends

pub mod test_limit {
    use std::sync::Arc;

    use tokio::sync::Barrier;
    use tokio_katas::subject::map_limited;

    #[tokio::test(start_paused = true)]
    async fn jobs_run_at_the_same_time() {
        let barrier = Arc::new(Barrier::new(3));
        let work = move |job: u32| {
            let barrier = Arc::clone(&barrier);
            async move {
                barrier.wait().await;
                job
            }
        };
        assert_eq!(map_limited(vec![1, 2, 3], 2, work).await, [1, 2, 3]);
    }
}
