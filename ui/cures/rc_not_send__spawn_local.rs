// A `LocalSet` keeps its tasks on this thread, so `spawn_local` does not ask for `Send`.

use std::rc::Rc;
use tokio::task::LocalSet;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let state = Rc::new(String::from("shared state"));
    let for_task = Rc::clone(&state);
    let local = LocalSet::new();
    let task = local.spawn_local(async move {
        println!("{for_task}");
        for_task.len()
    });
    assert_eq!(local.run_until(task).await.unwrap(), 12);
    assert_eq!(*state, "shared state");
}
