// The `Rc` lives in a block that ends before the `.await`; only the finished text crosses it.

use std::rc::Rc;
use std::time::Duration;

async fn greet() -> String {
    let greeting = {
        let name = Rc::new(String::from("ada"));
        format!("hello, {name}")
    };
    tokio::time::sleep(Duration::from_millis(1)).await;
    greeting
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(tokio::spawn(greet()).await.unwrap(), "hello, ada");
}
