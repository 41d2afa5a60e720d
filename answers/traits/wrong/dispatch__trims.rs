//! Trims the request before it passes it on.
//! family: input_changed
//! caught by: each_service_gets_the_same_request
//! says: trimmed

use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let mut errors = Vec::new();
    for service in services {
        match service.call(request.trim().to_owned()).await {
            Ok(answer) => return Ok(answer),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
