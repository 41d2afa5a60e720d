//! Calls the function and looks at nothing. A test without an assertion passes whatever comes.
//! family: checks_nothing
//! caught by: every_test_can_fail
//! says: cannot fail

pub mod test_stream {
    use futures::{StreamExt, stream};
    use tokio::time::Duration;
    use tokio_katas::subject::batches;

    #[tokio::test(start_paused = true)]
    async fn it_works() {
        let seen: Vec<Vec<u64>> = batches(stream::iter(0..9), 4, Duration::from_millis(10)).collect().await;
        println!("{seen:?}");
    }
}
