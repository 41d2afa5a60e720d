//! Builds a runtime, which could have threads of its own.
//! level: total
//! expects: forbidden_api

pub async fn total(numbers: Vec<u64>) -> u64 {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    drop(runtime);
    numbers.iter().sum()
}
