// An async closure lends what it has captured to the future of each call.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut rounds = 0;
    let mut round = async || {
        tokio::time::sleep(Duration::from_millis(1)).await;
        rounds += 1;
    };
    round().await;
    round().await;
    assert_eq!(rounds, 2);
}
