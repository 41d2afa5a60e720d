//! Sends the requests in spawned tasks, which go on when the call is dropped.
//! family: detached
//! caught by: dropped_half_way_it_gives_up_its_requests
//! says: in a task of its own

use std::time::Duration;

use futures::future::join_all;
use reqwest::Client;
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    let client = Client::new();
    let spawn = |id: &u64| {
        let (client, base, id) = (client.clone(), base.to_owned(), *id);
        tokio::spawn(async move { fetch(&client, &base, id, limit).await })
    };
    let tasks: Vec<_> = ids.iter().map(spawn).collect();
    let gone = |error: tokio::task::JoinError| Err(FetchError::Other(error.to_string()));
    join_all(tasks).await.into_iter().map(|task| task.unwrap_or_else(gone)).collect()
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
