//! The first service, and if it fails, the rest of the slice.

use futures::future::{BoxFuture, FutureExt};
use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    ask(services, request, Vec::new()).await
}

fn ask<'a>(
    services: &'a [Box<dyn Service>],
    request: &'a str,
    mut errors: Vec<String>,
) -> BoxFuture<'a, Result<String, Vec<String>>> {
    let rest = async move {
        let Some((first, rest)) = services.split_first() else { return Err(errors) };
        match first.call(request.to_owned()).await {
            Ok(answer) => Ok(answer),
            Err(error) => {
                errors.push(error);
                ask(rest, request, errors).await
            }
        }
    };
    rest.boxed()
}
