//! The same, by a function pointer.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit

pub async fn total(numbers: Vec<u64>) -> u64 {
    let leave = std::process::exit;
    let _ = numbers;
    leave(0)
}
