//! Limits only connecting, not the answer.
//! family: limit_in_pieces
//! caught by: an_answer_that_is_not_there_in_time_is_given_up
//! says: a limit only on connecting

use std::time::Duration;

use futures::future::join_all;
use reqwest::Client;
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    let Ok(client) = Client::builder().connect_timeout(limit).build() else { return Vec::new() };
    join_all(ids.iter().map(|id| fetch(&client, base, *id))).await
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
