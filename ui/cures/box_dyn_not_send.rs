// `+ Send` in the type promises what `tokio::spawn` asks for.

use std::pin::Pin;

fn job() -> Pin<Box<dyn Future<Output = u32> + Send>> {
    Box::pin(async { 42 })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let task = tokio::spawn(async { job().await });
    assert_eq!(task.await.unwrap(), 42);
}
