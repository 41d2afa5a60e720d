//! Expects the results in the order in which the jobs end. The contract says input order.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: fails every answer that is right

pub mod test_limit {
    use std::time::Duration;

    use tokio_katas::subject::map_limited;

    #[tokio::test(start_paused = true)]
    async fn quick_jobs_come_first() {
        let work = |ms| async move {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            ms
        };
        assert_eq!(map_limited(vec![30, 10, 20], 3, work).await, [10, 20, 30]);
    }
}
