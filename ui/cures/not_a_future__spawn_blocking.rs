// For a closure that computes for long or blocks there is a call of its own, with threads of its own.

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let task = tokio::task::spawn_blocking(|| (1..=1000_u64).sum::<u64>());
    assert_eq!(task.await.unwrap(), 500_500);
}
