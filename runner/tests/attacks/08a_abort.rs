//! Aborts.
//! level: total
//! expects: forbidden_api
//! behind the list: signal

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    std::process::abort()
}
