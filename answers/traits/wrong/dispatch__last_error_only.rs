//! Keeps only the last error and forgets the others.
//! family: wrong_error
//! caught by: if_all_fail_their_errors_come_in_order
//! says: one for each service

use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let mut last = Vec::new();
    for service in services {
        match service.call(request.to_owned()).await {
            Ok(answer) => return Ok(answer),
            Err(error) => last = vec![error],
        }
    }
    Err(last)
}
