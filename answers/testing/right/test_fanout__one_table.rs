//! One table for everything: inputs, and what comes of them and when.

pub mod test_fanout {
    use rstest::rstest;
    use tokio::time::{Duration, Instant, sleep};
    use tokio_katas::subject::run_job_fanout;

    #[rstest]
    #[case::nothing(&[], 0)]
    #[case::one(&["ß"], 10)]
    #[case::equal(&["a", "b", "a"], 30)]
    #[case::an_empty_one(&["", "runtime"], 20)]
    #[case::two_digits(&["a"; 11], 110)]
    #[case::three_digits(&["b"; 120], 1200)]
    #[tokio::test(start_paused = true)]
    async fn a_call_gives_all_results_on_time(#[case] inputs: &[&str], #[case] ms: u64) {
        let call = run_job_fanout(inputs.to_vec());
        sleep(Duration::from_millis(7)).await;
        let start = Instant::now();
        let results = call.await;
        assert_eq!(start.elapsed().as_millis() as u64, ms);
        assert_eq!(results.len(), inputs.len());
        for (id, (result, input)) in results.iter().zip(inputs).enumerate() {
            assert_eq!((result.id, &result.message), (id, &input.to_uppercase()));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn two_calls_share_nothing() {
        let (a, b) = tokio::join!(run_job_fanout(vec!["a"]), run_job_fanout(vec!["b"]));
        assert_eq!([a[0].id, b[0].id], [0, 0]);
    }
}
