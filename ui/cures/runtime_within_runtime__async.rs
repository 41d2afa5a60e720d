// The function is async as well, and the runtime of `main` drives it.

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(total(7, 5).await, 12);
}

async fn total(a: u32, b: u32) -> u32 {
    tokio::task::yield_now().await;
    a + b
}
