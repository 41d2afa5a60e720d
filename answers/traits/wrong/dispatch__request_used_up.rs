//! Gives its one String to the first service and an empty one to the others.
//! family: input_changed
//! caught by: each_service_gets_the_same_request
//! says: used up

use std::mem::take;

use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let mut request = request.to_owned();
    let mut errors = Vec::new();
    for service in services {
        match service.call(take(&mut request)).await {
            Ok(answer) => return Ok(answer),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
