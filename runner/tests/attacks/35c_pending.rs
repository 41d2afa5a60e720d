//! Waits for nothing.
//! level: total
//! expects: timeout
//! behind the list: timeout

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    std::future::pending().await
}
