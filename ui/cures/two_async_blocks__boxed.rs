// Two blocks behind one type. In a `Vec` of different futures there is no other way.

use std::pin::Pin;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let prices: Vec<Pin<Box<dyn Future<Output = u32>>>> = vec![
        Box::pin(async { 7 }),
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            5
        }),
    ];
    let mut sum = 0;
    for price in prices {
        sum += price.await;
    }
    assert_eq!(sum, 12);
}
