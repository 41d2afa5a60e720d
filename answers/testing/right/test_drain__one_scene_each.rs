//! A struct that sets the scene, and a test for each sentence of the contract.

pub mod test_drain {
    use std::future::Future;
    use std::time::Duration;

    use rstest::rstest;
    use tokio::sync::{mpsc, watch};
    use tokio::time::{Instant, sleep};
    use tokio_katas::subject::drain_on_shutdown;

    struct Scene {
        tx: mpsc::Sender<u64>,
        stop: watch::Sender<bool>,
    }

    async fn after(ms: u64) {
        sleep(Duration::from_millis(ms)).await;
    }

    /// Plays `script` beside the function. Each job lasts as many ms as it says; what comes back is when each ended.
    async fn play<S: Future<Output = ()>>(
        room: usize,
        queued: &[u64],
        script: impl FnOnce(Scene) -> S,
    ) -> (Vec<u64>, u64) {
        let ((tx, jobs), (stop, shutdown)) = (mpsc::channel(room), watch::channel(false));
        queued.iter().for_each(|&job| tx.try_send(job).unwrap());
        let start = Instant::now();
        let now = move || start.elapsed().as_millis() as u64;
        let call = drain_on_shutdown(jobs, shutdown, |job| async move {
            after(job).await;
            now()
        });
        let (ended, ()) = tokio::join!(
            async {
                let results = call.await;
                (results, now())
            },
            script(Scene { tx, stop })
        );
        ended
    }

    #[rstest]
    #[case::in_the_middle_of_a_job(5)]
    #[case::at_once(0)]
    #[case::after_the_last(60)]
    #[tokio::test(start_paused = true)]
    async fn the_queue_is_worked_off(#[case] stop_ms: u64) {
        let ended = play(8, &[30, 10, 10], |scene| async move {
            after(stop_ms).await;
            scene.stop.send(true).unwrap();
            after(1).await;
            assert!(scene.tx.try_send(1).is_err(), "it is closed");
            after(100).await;
        });
        assert_eq!(ended.await, (vec![30, 40, 50], 50.max(stop_ms)));
    }

    #[tokio::test(start_paused = true)]
    async fn many_jobs_with_a_permit_behind_them() {
        let queued = vec![1; 150];
        let ended = play(200, &queued, |scene| async move {
            let permit = scene.tx.clone().reserve_owned().await.unwrap();
            scene.stop.send(true).unwrap();
            after(400).await;
            permit.send(100);
        });
        let (ends, end) = ended.await;
        assert_eq!((ends.len(), end), (151, 500));
    }

    #[tokio::test(start_paused = true)]
    async fn a_false_says_nothing_and_a_true_does_with_its_last_breath() {
        let ended = play(8, &[], |scene| async move {
            scene.stop.send(false).unwrap();
            after(10).await;
            scene.tx.send(20).await.unwrap();
            after(10).await;
            scene.stop.send(true).unwrap();
            drop(scene.stop);
            after(1).await;
            assert!(scene.tx.is_closed());
        });
        assert_eq!(ended.await, (vec![30], 30));
    }

    #[tokio::test(start_paused = true)]
    async fn without_anybody_to_stop_it_the_senders_decide() {
        let ended = play(8, &[10], |Scene { tx, stop }| async move {
            drop(stop);
            after(50).await;
            tx.send(10).await.unwrap();
        });
        assert_eq!(ended.await, (vec![10, 60], 60));
    }

    #[tokio::test(start_paused = true)]
    async fn it_takes_one_job_at_a_time_out_of_the_channel() {
        let ended = play(2, &[10, 10], |scene| async move {
            after(1).await;
            assert_eq!(scene.tx.capacity(), 1);
            after(10).await;
            assert_eq!(scene.tx.capacity(), 2);
        });
        assert_eq!(ended.await, (vec![10, 20], 20));
    }

    #[tokio::test(start_paused = true)]
    async fn true_from_the_start_is_heard_at_the_first_poll() {
        let ((tx, jobs), (_stop, shutdown)) = (mpsc::channel(4), watch::channel(true));
        let call = drain_on_shutdown(jobs, shutdown, |job| async move { job });
        tx.send(1).await.unwrap();
        assert_eq!(call.await, [1]);
        assert!(tx.is_closed());
    }
}
