//! Spawns a task for each request. The timeout drops the handle, and the task goes on.
//! family: detached
//! caught by: an_answer_that_is_not_there_in_time_is_given_up
//! says: runs on in a task

use std::time::Duration;

use futures::future::join_all;
use reqwest::Client;
use tokio::time::timeout;
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    let client = Client::new();
    let fetch_within = async |id: &u64| {
        let (client, base, id) = (client.clone(), base.to_owned(), *id);
        let task = tokio::spawn(async move { fetch(&client, &base, id).await });
        match timeout(limit, task).await {
            Ok(Ok(user)) => user,
            Ok(Err(error)) => Err(FetchError::Other(error.to_string())),
            Err(_) => Err(FetchError::TimedOut),
        }
    };
    join_all(ids.iter().map(fetch_within)).await
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
