//! The senders are tasks, and the function is driven by `select!` in the test's own task, as a service would.

pub mod test_drain {
    use tokio::sync::{mpsc, watch};
    use tokio::task::JoinSet;
    use tokio::time::{Duration, Instant, sleep, sleep_until};
    use tokio_katas::subject::drain_on_shutdown;

    /// Sends `job` at `ms`, and says whether it was taken.
    fn sender(tasks: &mut JoinSet<bool>, tx: &mpsc::Sender<u64>, ms: u64, job: u64) {
        let (tx, at) = (tx.clone(), Instant::now() + Duration::from_millis(ms));
        tasks.spawn(async move {
            sleep_until(at).await;
            tx.send(job).await.is_ok()
        });
    }

    /// Jobs by the time at which they are sent, and what the shutdown says when; returns what was done and when it
    /// ended, and how many sends were refused. The shutdown's sender is dropped after its last word.
    async fn day(room: usize, jobs: &[(u64, u64)], said: &[(u64, bool)]) -> (Vec<(u64, u64)>, u64, usize) {
        let ((tx, rx), (stop, shutdown)) = (mpsc::channel(room), watch::channel(false));
        let (start, mut tasks) = (Instant::now(), JoinSet::new());
        let ms = move || start.elapsed().as_millis() as u64;
        jobs.iter().for_each(|&(at, job)| sender(&mut tasks, &tx, at, job));
        drop(tx);
        let said = said.to_vec();
        tasks.spawn(async move {
            for (at, value) in said {
                sleep_until(start + Duration::from_millis(at)).await;
                let _ = stop.send(value);
            }
            true
        });
        let work = |job: u64| async move {
            let began = ms();
            sleep(Duration::from_millis(job)).await;
            (job, began)
        };
        let done = drain_on_shutdown(rx, shutdown, work).await;
        let end = ms();
        let sent = tasks.join_all().await;
        (done, end, sent.into_iter().filter(|taken| !taken).count())
    }

    #[tokio::test(start_paused = true)]
    async fn a_day_without_a_shutdown() {
        assert_eq!(day(4, &[(0, 10), (1, 5), (50, 5)], &[]).await, (vec![(10, 0), (5, 10), (5, 50)], 55, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_false_alarm_is_none() {
        let said = [(5, false), (6, false)];
        assert_eq!(day(4, &[(0, 10), (50, 5)], &said).await, (vec![(10, 0), (5, 50)], 55, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn what_waits_for_room_or_comes_later_is_refused() {
        let jobs = [(0, 30), (1, 10), (2, 1), (10, 1), (100, 1)];
        let (done, end, refused) = day(1, &jobs, &[(3, false), (5, true)]).await;
        assert_eq!((done, end, refused), (vec![(30, 0), (10, 30)], 40, 3));
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_breath_of_its_sender_counts() {
        assert_eq!(day(4, &[(0, 10), (5, 1)], &[(2, true)]).await, (vec![(10, 0)], 10, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_queue_and_a_permit() {
        let ((tx, rx), (_stop, shutdown)) = (mpsc::channel(80), watch::channel(true));
        let call = drain_on_shutdown(rx, shutdown, |job| async move { job });
        let permit = tx.clone().reserve_owned().await.expect("not polled yet");
        (0..79).for_each(|job| tx.try_send(job).expect("room"));
        tokio::spawn(async move {
            sleep(Duration::from_millis(10)).await;
            permit.send(79);
        });
        assert!(call.await.into_iter().eq(0..80));
    }
}
