//! A task for each request, in a JoinSet; the time-out is Tokio's, around all of one request.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    let client = reqwest::Client::new();
    let mut tasks = JoinSet::new();
    for (place, id) in ids.iter().enumerate() {
        let request = client.get(format!("{base}/users/{id}"));
        tasks.spawn(async move {
            let result = timeout(limit, fetch(request)).await;
            (place, result.unwrap_or(Err(FetchError::TimedOut)))
        });
    }
    let mut results = tasks.join_all().await;
    results.sort_unstable_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}

async fn fetch(request: reqwest::RequestBuilder) -> Result<User, FetchError> {
    let other = |error: reqwest::Error| FetchError::Other(error.to_string());
    let response = request.send().await.map_err(other)?;
    match response.status() {
        status if status.is_success() => response.json().await.map_err(other),
        status => Err(FetchError::Status(status.as_u16())),
    }
}
