// An async block is a future. What it is to compute stands in it, as in a closure.

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let task = tokio::spawn(async { "hello".to_uppercase() });
    assert_eq!(task.await.unwrap(), "HELLO");
}
