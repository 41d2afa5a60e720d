//! A client for each request, none follows a redirect; the body is gathered piece by piece.

use std::time::Duration;

use futures::future::Either::{Left, Right};
use futures::future::{FutureExt, join_all, select};
use reqwest::redirect::Policy;
use tokio::time::sleep;
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    join_all(ids.iter().map(|id| {
        let url = format!("{base}/users/{id}");
        async move {
            match select(fetch(url).boxed(), sleep(limit).boxed()).await {
                Left((user, _)) => user,
                Right(_) => Err(FetchError::TimedOut),
            }
        }
    }))
    .await
}

async fn fetch(url: String) -> Result<User, FetchError> {
    let client = reqwest::Client::builder().redirect(Policy::none()).build().map_err(other)?;
    let mut response = client.get(url).send().await.map_err(other)?;
    let status = response.status().as_u16();
    if !(200..300).contains(&status) {
        return Err(FetchError::Status(status));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(other)? {
        body.extend_from_slice(&chunk);
    }
    serde_json::from_slice(&body).map_err(|error| FetchError::Other(error.to_string()))
}

fn other(error: reqwest::Error) -> FetchError {
    FetchError::Other(error.to_string())
}
