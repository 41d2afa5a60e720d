//! Asks all services at the same time and takes the first Ok in their order. A later service is asked only when
//! the one before has failed.
//! family: no_limit
//! caught by: the_next_is_not_called_before_the_one_before_has_failed
//! says: at the same time

use futures::future::join_all;
use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let mut errors = Vec::new();
    for answer in join_all(services.iter().map(|service| service.call(request.to_owned()))).await {
        match answer {
            Ok(answer) => return Ok(answer),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
