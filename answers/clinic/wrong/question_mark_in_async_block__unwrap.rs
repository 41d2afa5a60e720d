//! Replaces the `?` by `unwrap`.
//! family: panic_escapes
//! caught by: a panic
//! says: ParseIntError

use std::time::Duration;

/// The sum of all texts, 10 ms after the last one is read; `None`, at once, if one is not a number.
pub async fn sum(texts: Vec<String>) -> Option<u32> {
    let adding = async {
        let mut sum = 0;
        for text in &texts {
            sum += text.parse::<u32>().unwrap();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
        sum
    };
    Some(adding.await)
}
