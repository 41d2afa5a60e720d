//! Declares C's `exit`, and calls it safe.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit

unsafe extern "C" {
    safe fn exit(code: i32) -> !;
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    exit(0)
}
