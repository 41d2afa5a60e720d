//! Puts one limit around all requests. When one is late, the results that are there are lost.
//! family: first_error_ends_all
//! caught by: one_that_fails_spoils_no_other
//! says: a limit around all of them

use std::time::Duration;

use futures::future::join_all;
use reqwest::Client;
use tokio::time::timeout;
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    let client = Client::new();
    let all = join_all(ids.iter().map(|id| fetch(&client, base, *id)));
    match timeout(limit, all).await {
        Ok(users) => users,
        Err(_) => ids.iter().map(|_| Err(FetchError::TimedOut)).collect(),
    }
}

async fn fetch(client: &Client, base: &str, id: u64) -> Result<User, FetchError> {
    let request = client.get(format!("{base}/users/{id}"));
    let response = request.send().await.map_err(why)?;
    if !response.status().is_success() {
        return Err(FetchError::Status(response.status().as_u16()));
    }
    response.json().await.map_err(why)
}

fn why(error: reqwest::Error) -> FetchError {
    if error.is_timeout() { FetchError::TimedOut } else { FetchError::Other(error.to_string()) }
}
