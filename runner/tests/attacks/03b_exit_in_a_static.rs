//! The same, by a pointer in a static.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit

static LEAVE: fn(i32) -> ! = std::process::exit;

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    LEAVE(0)
}
