//! Lets its jobs sleep with `std::thread::sleep`. That stops the thread, so no two jobs are ever in flight at once, and
//! the paused clock shows no time at all.
//! family: real_clock
//! caught by: no_test_waits_for_the_real_clock
//! says: std::thread::sleep

pub mod test_limit {
    use std::thread;
    use std::time::Duration;

    use tokio_katas::subject::map_limited;

    fn slow(item: u64) -> u64 {
        thread::sleep(Duration::from_millis(item));
        item * 2
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_job_holds_nobody_up() {
        let results = map_limited(vec![9, 3, 3], 2, |item| async move { slow(item) }).await;
        assert_eq!(results, [18, 6, 6]);
    }
}
