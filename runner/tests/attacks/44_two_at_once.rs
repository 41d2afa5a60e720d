//! Ends the program from a helper that two levels share.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit, assert

fn helper(n: u64) -> u64 {
    if n > 0 {
        std::process::exit(0)
    }
    n
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    helper(numbers.iter().sum())
}
