// An `Arc` may be alive across an `.await`: threads can share it.

use std::sync::Arc;
use std::time::Duration;

async fn greet() -> String {
    let name = Arc::new(String::from("ada"));
    tokio::time::sleep(Duration::from_millis(1)).await;
    format!("hello, {name}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(tokio::spawn(greet()).await.unwrap(), "hello, ada");
}
