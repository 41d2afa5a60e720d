//! A stream of answers that is read only up to the first Ok.

use std::pin::pin;

use futures::stream::{self, StreamExt};
use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let mut answers = pin!(stream::iter(services).then(|service| service.call(request.into())));
    let mut errors = Vec::with_capacity(services.len());
    while let Some(answer) = answers.next().await {
        match answer {
            Ok(answer) => return Ok(answer),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
