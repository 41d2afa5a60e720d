//! Awaits each request before it sends the next, so their times add up.
//! family: one_by_one
//! caught by: all_are_asked_for_at_the_same_time
//! says: in a loop

use std::time::Duration;

use reqwest::Client;
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    let client = Client::new();
    let mut users = Vec::new();
    for id in ids {
        users.push(fetch(&client, base, *id, limit).await);
    }
    users
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
