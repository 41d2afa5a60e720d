//! Spawns the wait in the call, as in a language whose futures start by themselves.
//! caught by: nothing_happens_before_the_first_poll
//! says: needed a runtime

use std::future::Future;
use std::time::Duration;

use tokio::time::sleep;

pub fn hello_after_one_second() -> impl Future<Output = &'static str> {
    let task = tokio::spawn(async {
        sleep(Duration::from_secs(1)).await;
        "Hello"
    });
    async { task.await.expect("the task does not panic") }
}
