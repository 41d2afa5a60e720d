// One block with the decision inside: one type, and no box.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let price = |cached: bool| async move {
        if !cached {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        7
    };
    assert_eq!((price(true).await, price(false).await), (7, 7));
}
