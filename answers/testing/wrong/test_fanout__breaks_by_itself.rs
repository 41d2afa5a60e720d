//! Has a helper that looks for a third result among two. It panics whatever the answer does, and a test that
//! always fails tells nothing.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: breaks by itself

pub mod test_fanout {
    use std::time::Duration;

    use tokio::time::Instant;
    use tokio_katas::subject::run_job_fanout;

    async fn messages(inputs: Vec<&str>) -> (String, String) {
        let mut results = run_job_fanout(inputs).await.into_iter().map(|result| result.message);
        (results.next().expect("a first"), results.nth(1).expect("a second"))
    }

    #[tokio::test(start_paused = true)]
    async fn both_are_in_upper_case() {
        let start = Instant::now();
        assert_eq!(messages(vec!["é", "ü"]).await, ("É".to_owned(), "Ü".to_owned()));
        assert_eq!(start.elapsed(), Duration::from_millis(20));
    }
}
