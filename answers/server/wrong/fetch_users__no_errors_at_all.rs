//! Fills in defaults for what a body lacks. A body that is no user is an error.
//! family: error_swallowed
//! caught by: a_body_that_is_no_user_is_other
//! says: defaults for what is missing

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
    let response = request.send().await.map_err(why)?;
    if !response.status().is_success() {
        return Err(FetchError::Status(response.status().as_u16()));
    }
    let user: serde_json::Value = response.json().await.map_err(why)?;
    let name = user["name"].as_str().unwrap_or_default().to_owned();
    Ok(User { id: user["id"].as_u64().unwrap_or(id), name })
}

fn why(error: reqwest::Error) -> FetchError {
    if error.is_timeout() { FetchError::TimedOut } else { FetchError::Other(error.to_string()) }
}
