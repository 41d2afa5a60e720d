//! Sends the requests from a task that the call spawns, before the future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: the call itself spawns

use std::time::Duration;

use futures::future::join_all;
use reqwest::Client;
use tokio_katas::{FetchError, User};

pub fn fetch_users(
    base: &str,
    ids: &[u64],
    limit: Duration,
) -> impl Future<Output = Vec<Result<User, FetchError>>> + use<> {
    let (base, ids) = (base.to_owned(), ids.to_vec());
    let all = tokio::spawn(async move {
        let client = Client::new();
        join_all(ids.iter().map(|id| fetch(&client, &base, *id, limit))).await
    });
    async move { all.await.unwrap_or_default() }
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
