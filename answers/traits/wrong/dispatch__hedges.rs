//! Asks the next service when one has not answered within 15 ms. A slow service has not failed.
//! family: no_limit
//! caught by: the_next_is_not_called_before_the_one_before_has_failed
//! says: ahead of their turn

use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::time::timeout;
use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let mut running = FuturesUnordered::new();
    let mut errors = vec![String::new(); services.len()];
    for (place, service) in services.iter().enumerate() {
        running.push(async move { (place, service.call(request.to_owned()).await) });
        match timeout(Duration::from_millis(15), running.next()).await {
            Ok(Some((_, Ok(answer)))) => return Ok(answer),
            Ok(Some((place, Err(error)))) => errors[place] = error,
            Ok(None) | Err(_) => {}
        }
    }
    while let Some((place, answer)) = running.next().await {
        match answer {
            Ok(answer) => return Ok(answer),
            Err(error) => errors[place] = error,
        }
    }
    Err(errors)
}
