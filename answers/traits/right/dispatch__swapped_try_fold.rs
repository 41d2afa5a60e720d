//! Folds over the services with Ok and Err swapped: an error goes on, an answer breaks off.

use futures::stream::{self, TryStreamExt};
use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let swapped = stream::iter(services.iter().map(Ok))
        .try_fold(Vec::new(), |mut errors, service| async move {
            match service.call(request.to_string()).await {
                Ok(answer) => Err(answer),
                Err(error) => {
                    errors.push(error);
                    Ok(errors)
                }
            }
        })
        .await;
    match swapped {
        Ok(errors) => Err(errors),
        Err(answer) => Ok(answer),
    }
}
