//! Makes up an error when there are no services.
//! family: zero
//! caught by: no_services_are_an_empty_error_at_once
//! says: made up

use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let mut errors = Vec::new();
    for service in services {
        match service.call(request.to_owned()).await {
            Ok(answer) => return Ok(answer),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        errors.push("no services".to_owned());
    }
    Err(errors)
}
