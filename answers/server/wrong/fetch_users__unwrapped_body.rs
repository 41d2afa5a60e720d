//! Unwraps the body. A bad one panics instead of giving an error.
//! family: panic_escapes
//! caught by: a_body_that_is_no_user_is_other
//! says: an unwrap on a URL, a response or a body

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
    let body = response.bytes().await.map_err(why)?;
    Ok(serde_json::from_slice(&body).unwrap())
}

fn why(error: reqwest::Error) -> FetchError {
    if error.is_timeout() { FetchError::TimedOut } else { FetchError::Other(error.to_string()) }
}
