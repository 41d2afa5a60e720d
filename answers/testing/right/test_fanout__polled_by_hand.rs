//! Polls the future by hand with `tokio_test`, and looks at it at each instant.

pub mod test_fanout {
    use std::time::Duration;

    use tokio::time::advance;
    use tokio_katas::subject::run_job_fanout;
    use tokio_test::{assert_pending, assert_ready, task};

    /// Tasks that the answer has started set their timers only once they have had their turn.
    async fn let_tasks_run() {
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
    }

    /// The results, if they are there after exactly `ms` and not earlier.
    async fn results_after(ms: u64, inputs: Vec<&str>) -> Vec<(usize, String)> {
        let mut call = task::spawn(run_job_fanout(inputs));
        // What begins before the first poll would be done too early.
        let_tasks_run().await;
        advance(Duration::from_secs(10)).await;
        if ms > 0 {
            assert_pending!(call.poll());
            let_tasks_run().await;
            for _ in 1..ms {
                advance(Duration::from_millis(1)).await;
                assert_pending!(call.poll());
            }
            advance(Duration::from_millis(1)).await;
            let_tasks_run().await;
        }
        let results = assert_ready!(call.poll());
        results.into_iter().map(|result| (result.id, result.message)).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn no_inputs() {
        assert!(results_after(0, vec![]).await.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn four_inputs_twice() {
        for _ in 0..2 {
            let results = results_after(40, vec!["ähre", "x", "ähre", "x"]).await;
            let expected = [(0, "ÄHRE"), (1, "X"), (2, "ÄHRE"), (3, "X")];
            assert_eq!(results, expected.map(|(id, message)| (id, message.to_owned())));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn many_inputs() {
        let results = results_after(1200, vec!["a"; 120]).await;
        assert!(results.iter().enumerate().all(|(index, (id, message))| *id == index && message == "A"));
        assert_eq!(results.len(), 120);
    }
}
