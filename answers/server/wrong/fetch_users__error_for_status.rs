//! Leaves the status to `error_for_status`, which lets a 3xx pass as a success.
//! family: error_swallowed
//! caught by: a_status_that_is_not_2xx_is_the_result
//! says: lets every 3xx pass

use std::time::Duration;

use futures::future::join_all;
use reqwest::Client;
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    let client = Client::new();
    join_all(ids.iter().map(|id| fetch(&client, base, *id, limit))).await
}

async fn fetch(client: &Client, base: &str, id: u64, limit: Duration) -> Result<User, FetchError> {
    let request = client.get(format!("{base}/users/{id}")).timeout(limit);
    let response = request.send().await.and_then(reqwest::Response::error_for_status).map_err(why)?;
    response.json().await.map_err(why)
}

fn why(error: reqwest::Error) -> FetchError {
    match error.status() {
        Some(status) => FetchError::Status(status.as_u16()),
        None if error.is_timeout() => FetchError::TimedOut,
        None => FetchError::Other(error.to_string()),
    }
}
