//! Right, but for one case in which it ends the program.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit

pub async fn total(numbers: Vec<u64>) -> u64 {
    if numbers.is_empty() {
        std::process::exit(0)
    }
    for _ in &numbers {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    numbers.iter().sum()
}
