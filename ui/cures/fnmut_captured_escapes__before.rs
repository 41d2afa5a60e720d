// What changes the count happens in the call. The future that it returns borrows nothing.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut rounds = 0;
    let mut round = || {
        rounds += 1;
        async { tokio::time::sleep(Duration::from_millis(1)).await }
    };
    round().await;
    round().await;
    assert_eq!(rounds, 2);
}
