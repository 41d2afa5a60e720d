//! Sleeps for a moment before it asks the next service.
//! family: wrong_wait
//! caught by: the_next_is_not_called_before_the_one_before_has_failed
//! says: a pause between

use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let mut errors = Vec::new();
    for service in services {
        match service.call(request.to_owned()).await {
            Ok(answer) => return Ok(answer),
            Err(error) => errors.push(error),
        }
        sleep(Duration::from_millis(1)).await;
    }
    Err(errors)
}
