//! Sends a request first to see whether the server is there. Only the users are asked for.
//! family: wrong_protocol
//! caught by: all_are_asked_for_at_the_same_time
//! says: a request to see whether the server is there

use std::time::Duration;

use futures::future::join_all;
use reqwest::Client;
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    let client = Client::new();
    if let Err(error) = client.get(base).timeout(limit).send().await {
        return ids.iter().map(|_| Err(FetchError::Other(error.to_string()))).collect();
    }
    join_all(ids.iter().map(|id| fetch(&client, base, *id, limit))).await
}

async fn fetch(client: &Client, base: &str, id: u64, limit: Duration) -> Result<User, FetchError> {
    let request = client.get(format!("{base}/users/{id}")).timeout(limit);
    let response = request.send().await.map_err(why)?;
    if !response.status().is_success() {
        return Err(FetchError::Status(response.status().as_u16()));
    }
    response.json().await.map_err(why)
}

fn why(error: reqwest::Error) -> FetchError {
    if error.is_timeout() { FetchError::TimedOut } else { FetchError::Other(error.to_string()) }
}
