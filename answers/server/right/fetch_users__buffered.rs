//! A stream with room for all requests at once, and a client with a time-out of its own.

use std::time::Duration;

use futures::{StreamExt, stream};
use tokio_katas::{FetchError, User};

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    let client = match reqwest::Client::builder().timeout(limit).build() {
        Ok(client) => client,
        Err(error) => return ids.iter().map(|_| Err(FetchError::Other(error.to_string()))).collect(),
    };
    let (client, base) = (&client, base);
    let fetches = ids.iter().map(|id| async move {
        let response = client.get(format!("{base}/users/{id}")).send().await?;
        let status = response.status();
        let body = response.bytes().await?;
        Ok(match status.is_success() {
            true => serde_json::from_slice(&body).map_err(|error| FetchError::Other(error.to_string())),
            false => Err(FetchError::Status(status.as_u16())),
        })
    });
    stream::iter(fetches).buffered(ids.len().max(1)).map(told).collect().await
}

fn told(result: reqwest::Result<Result<User, FetchError>>) -> Result<User, FetchError> {
    match result {
        Ok(told) => told,
        Err(error) if error.is_timeout() => Err(FetchError::TimedOut),
        Err(error) => Err(FetchError::Other(error.to_string())),
    }
}
