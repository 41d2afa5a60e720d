//! Spawns the wait when the function is called, as in a language whose futures start by themselves.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

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
