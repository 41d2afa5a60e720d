//! Takes only 200 for a success. Any 2xx is one.
//! family: too_picky
//! caught by: any_2xx_is_good
//! says: only 200

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
    if response.status() != reqwest::StatusCode::OK {
        return Err(FetchError::Status(response.status().as_u16()));
    }
    response.json().await.map_err(why)
}

fn why(error: reqwest::Error) -> FetchError {
    if error.is_timeout() { FetchError::TimedOut } else { FetchError::Other(error.to_string()) }
}
