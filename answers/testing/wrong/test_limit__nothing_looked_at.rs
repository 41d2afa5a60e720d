//! Calls the function and looks at nothing. A test without an assertion passes whatever comes.
//! family: checks_nothing
//! caught by: every_test_can_fail
//! says: cannot fail

pub mod test_limit {
    use std::time::Duration;

    use tokio_katas::subject::map_limited;

    #[tokio::test(start_paused = true)]
    async fn it_works() {
        let work = |n: u32| async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            n
        };
        let seen = map_limited(vec![1, 2], 2, work).await;
        println!("{seen:?}");
    }
}
