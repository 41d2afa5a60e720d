//! Looks at the results alone. That the jobs run at the same time shows only in the time that they take.
//! family: too_weak
//! caught by: catches_one_by_one
//! says: runs its jobs one after the other

pub mod test_fanout {
    use tokio_katas::subject::run_job_fanout;

    #[tokio::test(start_paused = true)]
    async fn results_come_in_order_and_in_upper_case() {
        let inputs: Vec<String> = (0..150).map(|n| format!("é{n}")).collect();
        let results = run_job_fanout(inputs.iter().map(String::as_str).collect()).await;
        assert_eq!(results.len(), 150);
        for (id, result) in results.iter().enumerate() {
            assert_eq!((result.id, &result.message), (id, &format!("É{id}")));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_inputs_give_no_results() {
        assert!(run_job_fanout(vec![]).await.is_empty());
    }
}
