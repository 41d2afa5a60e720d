//! Expects that a job is a task. Whether an answer spawns its jobs or polls them in one task is its own
//! business.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: fails an answer that is right

pub mod test_limit {
    use std::time::Duration;

    use tokio::runtime::Handle;
    use tokio_katas::subject::map_limited;

    #[tokio::test(start_paused = true)]
    async fn two_jobs_are_two_tasks() {
        let most = map_limited(vec![1, 2, 3, 4], 2, |_| async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            Handle::current().metrics().num_alive_tasks()
        });
        assert!(most.await.into_iter().all(|tasks| tasks > 0));
    }
}
