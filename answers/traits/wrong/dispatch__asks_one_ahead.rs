//! Reads the answers from `buffered(2)`, which asks the next service while the one before is still being asked.
//! family: no_limit
//! caught by: the_next_is_not_called_before_the_one_before_has_failed
//! says: ahead of their turn

use std::pin::pin;

use futures::stream::{self, StreamExt};
use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let calls = stream::iter(services).map(|service| service.call(request.to_owned()));
    let mut answers = pin!(calls.buffered(2));
    let mut errors = Vec::new();
    while let Some(answer) = answers.next().await {
        match answer {
            Ok(answer) => return Ok(answer),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
