//! A function has a signature, which names the error.

use std::num::ParseIntError;
use std::time::Duration;

/// The sum of all texts, 10 ms after the last one is read; `None`, at once, if one is not a number.
pub async fn sum(texts: Vec<String>) -> Option<u32> {
    add(&texts).await.ok()
}

async fn add(texts: &[String]) -> Result<u32, ParseIntError> {
    let mut sum = 0;
    for text in texts {
        sum += text.parse::<u32>()?;
    }
    tokio::time::sleep(Duration::from_millis(10)).await;
    Ok(sum)
}
