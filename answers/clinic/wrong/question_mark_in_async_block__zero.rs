//! Replaces the `?`: what is not a number counts as 0.
//! family: error_swallowed
//! caught by: the check
//! says: the error is lost

use std::time::Duration;

/// The sum of all texts, 10 ms after the last one is read; `None`, at once, if one is not a number.
pub async fn sum(texts: Vec<String>) -> Option<u32> {
    let adding = async {
        let mut sum = 0;
        for text in &texts {
            sum += text.parse::<u32>().unwrap_or(0);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
        sum
    };
    Some(adding.await)
}
