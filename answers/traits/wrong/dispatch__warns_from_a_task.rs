//! Aborts its task at the end and returns without waiting until the task is gone.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: an abort that is not waited for

use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let slow = tokio::spawn(async {
        sleep(Duration::from_secs(1)).await;
        eprintln!("no service has answered for a second");
    });
    let mut errors = Vec::new();
    let mut answer = None;
    for service in services {
        match service.call(request.to_owned()).await {
            Ok(good) => {
                answer = Some(good);
                break;
            }
            Err(error) => errors.push(error),
        }
    }
    // An abort is a request: the task is gone when the runtime has run once more.
    slow.abort();
    answer.ok_or(errors)
}
