//! Sends ten requests at a time, though the task has no limit.
//! family: hidden_limit
//! caught by: a_hundred_are_asked_for_at_the_same_time
//! says: a few at a time

use std::time::Duration;

use futures::{StreamExt, stream};
use reqwest::Client;
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    let client = Client::new();
    let fetches: Vec<_> = ids.iter().map(|id| fetch(&client, base, *id, limit)).collect();
    stream::iter(fetches).buffered(10).collect().await
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
