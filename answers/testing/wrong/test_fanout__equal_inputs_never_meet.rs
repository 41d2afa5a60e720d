//! Has no input twice. What keeps results by their input shows only when two of them are equal.
//! family: too_weak
//! caught by: catches_map_by_input
//! says: equal inputs

pub mod test_fanout {
    use std::time::Duration;

    use tokio::time::Instant;
    use tokio_katas::subject::run_job_fanout;

    #[tokio::test(start_paused = true)]
    async fn each_job_has_its_result_on_time() {
        for inputs in [vec![], vec!["one"], vec!["ö", "two", "three"]] {
            let expected: Vec<String> = inputs.iter().map(|input| input.to_uppercase()).collect();
            let (start, jobs) = (Instant::now(), inputs.len() as u32);
            let results = run_job_fanout(inputs).await;
            assert_eq!(start.elapsed(), Duration::from_millis(10) * jobs);
            assert!(results.iter().enumerate().all(|(index, result)| result.id == index));
            assert_eq!(results.into_iter().map(|result| result.message).collect::<Vec<_>>(), expected);
        }
    }
}
