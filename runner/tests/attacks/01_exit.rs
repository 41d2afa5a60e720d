//! Ends the program before anything is checked.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    std::process::exit(0)
}
