//! The same, with `std` under another name.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit

use std as s;

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    s::process::exit(0)
}
