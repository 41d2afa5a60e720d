//! Ends with the first error and puts it into every place.
//! family: first_error_ends_all
//! caught by: one_that_fails_spoils_no_other
//! says: must not take the others with it

use std::time::Duration;

use futures::future::try_join_all;
use reqwest::Client;
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    let client = Client::new();
    match try_join_all(ids.iter().map(|id| fetch(&client, base, *id, limit))).await {
        Ok(users) => users.into_iter().map(Ok).collect(),
        Err(error) => ids.iter().map(|_| Err(error.clone())).collect(),
    }
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
