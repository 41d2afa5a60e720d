//! Calls the function and looks at nothing. A test without an assertion passes whatever comes.
//! family: checks_nothing
//! caught by: every_test_can_fail
//! says: cannot fail

pub mod test_retry {
    use std::time::Duration;

    use tokio_katas::subject::retry;

    #[tokio::test(start_paused = true)]
    async fn it_works() {
        let seen = retry(2, Duration::from_millis(10), Duration::from_millis(10), |k| async move {
            if k == 2 { Ok(k) } else { Err(k) }
        });
        let seen = seen.await;
        println!("{seen:?}");
    }
}
