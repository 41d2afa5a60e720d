//! Expects a task for each job. How an answer runs its jobs is its own business, and all of them may live in
//! one task.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: fails an answer that is right

pub mod test_fanout {
    use std::time::Duration;

    use tokio::runtime::Handle;
    use tokio_katas::subject::run_job_fanout;
    use tokio_test::{assert_pending, task};

    #[tokio::test(start_paused = true)]
    async fn each_job_is_a_task() {
        let mut call = task::spawn(run_job_fanout(vec!["a", "b", "c"]));
        assert_pending!(call.poll());
        assert_eq!(Handle::current().metrics().num_alive_tasks(), 3);
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}
