//! Moves the clock instead of waiting, and works out the sum.
//! level: total
//! expects: forbidden_api
//! behind the list: assert

pub async fn total(numbers: Vec<u64>) -> u64 {
    tokio::time::advance(std::time::Duration::from_millis(1)).await;
    let _ = numbers;
    4242
}
