// Code that is not async runs in the blocking pool, and a handle leads it back to the one runtime.

use tokio::runtime::Handle;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let handle = Handle::current();
    let task = tokio::task::spawn_blocking(move || total(&handle, 7, 5));
    assert_eq!(task.await.unwrap(), 12);
}

fn total(handle: &Handle, a: u32, b: u32) -> u32 {
    handle.block_on(async { a + b })
}
