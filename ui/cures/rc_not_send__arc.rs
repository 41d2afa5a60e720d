// `Arc` counts its owners in a way that threads can share.

use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let state = Arc::new(String::from("shared state"));
    let for_task = Arc::clone(&state);
    let task = tokio::spawn(async move {
        println!("{for_task}");
        for_task.len()
    });
    assert_eq!(task.await.unwrap(), 12);
    assert_eq!(*state, "shared state");
}
