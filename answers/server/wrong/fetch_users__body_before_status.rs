//! Reads the body first and looks at the status only if that was a user.
//! family: error_swallowed
//! caught by: a_status_that_is_not_2xx_is_the_result
//! says: a response for any status

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
    let status = response.status();
    let user = response.json().await.map_err(why)?;
    if !status.is_success() {
        return Err(FetchError::Status(status.as_u16()));
    }
    Ok(user)
}

fn why(error: reqwest::Error) -> FetchError {
    if error.is_timeout() { FetchError::TimedOut } else { FetchError::Other(error.to_string()) }
}
