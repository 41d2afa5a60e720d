//! Returns the first error. An Err should only pass the request on to the next service.
//! family: first_error_ends_all
//! caught by: the_next_is_not_called_before_the_one_before_has_failed
//! says: only passes the request on

use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    if let Some(service) = services.first() {
        return service.call(request.to_owned()).await.map_err(|error| vec![error]);
    }
    Err(Vec::new())
}
