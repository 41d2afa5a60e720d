//! Passes the first error on with `?`, as one would with a single service.
//! caught by: the_first_ok_is_the_answer_at_once
//! says: only passes the request on

use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    if let Some(service) = services.first() {
        return service.call(request.to_owned()).await.map_err(|error| vec![error]);
    }
    Err(Vec::new())
}
