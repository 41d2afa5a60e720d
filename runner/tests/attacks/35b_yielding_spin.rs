//! Asks to run again and again.
//! level: total
//! expects: timeout
//! behind the list: timeout

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    loop {
        tokio::task::yield_now().await;
    }
}
