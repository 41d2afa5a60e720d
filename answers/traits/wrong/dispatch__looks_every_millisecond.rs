//! Looks at the service every millisecond instead of being woken by it.
//! family: looks_now_and_then
//! caught by: a_service_woken_by_another_task_is_heard_at_that_instant
//! says: only every so often

use std::time::Duration;

use futures::FutureExt;
use tokio::time::sleep;
use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let mut errors = Vec::new();
    for service in services {
        let mut call = service.call(request.to_owned());
        let answer = loop {
            match (&mut call).now_or_never() {
                Some(answer) => break answer,
                None => sleep(Duration::from_millis(1)).await,
            }
        };
        match answer {
            Ok(answer) => return Ok(answer),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
