//! Keeps the users in a map by id, so equal ids are asked for only once.
//! family: left_out
//! caught by: each_place_is_asked_for_once
//! says: a map or set

use std::collections::HashMap;
use std::time::Duration;

use futures::future::join_all;
use reqwest::Client;
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    let client = Client::new();
    let mut users: HashMap<u64, Result<User, FetchError>> = HashMap::new();
    let mut asked = ids.to_vec();
    asked.sort_unstable();
    asked.dedup();
    let fetched = join_all(asked.iter().map(|id| fetch(&client, base, *id, limit))).await;
    users.extend(asked.into_iter().zip(fetched));
    ids.iter().map(|id| users[id].clone()).collect()
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
