//! Stops its task at the end, but not when the call is dropped half-way. The task goes on.
//! family: detached
//! caught by: dropping_it_half_way_asks_no_more
//! says: goes on without the caller

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
    slow.abort();
    let _ = slow.await;
    answer.ok_or(errors)
}
