//! Leaves out an error that equals an earlier one. There is one error for each service.
//! family: left_out
//! caught by: answers_and_errors_are_passed_on_as_they_are
//! says: left out

use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let mut errors = Vec::new();
    for service in services {
        match service.call(request.to_owned()).await {
            Ok(answer) => return Ok(answer),
            Err(error) if errors.contains(&error) => {}
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
