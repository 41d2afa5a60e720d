//! Calls all services first and awaits the futures in order. Even services that are not needed have been called.
//! family: no_limit
//! caught by: the_next_is_not_called_before_the_one_before_has_failed
//! says: ahead of their turn

use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let calls: Vec<_> = services.iter().map(|service| service.call(request.to_owned())).collect();
    let mut errors = Vec::new();
    for call in calls {
        match call.await {
            Ok(answer) => return Ok(answer),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
