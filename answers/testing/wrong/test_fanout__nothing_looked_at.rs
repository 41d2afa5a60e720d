//! Calls the function and looks at nothing. A test without an assertion passes whatever comes.
//! family: checks_nothing
//! caught by: every_test_can_fail
//! says: cannot fail

pub mod test_fanout {
    use tokio_katas::subject::run_job_fanout;

    #[tokio::test(start_paused = true)]
    async fn it_runs_three_jobs() {
        let results = run_job_fanout(vec!["x", "ß", "x"]).await;
        println!("{results:?}");
    }
}
