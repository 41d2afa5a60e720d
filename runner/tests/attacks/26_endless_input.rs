//! Takes in a file without an end.
//! level: total
//! expects: forbidden_input, compile_limit, compile_error
//! behind the list: forbidden_input, compile_limit, compile_error

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    include_bytes!("/dev/zero").len() as u64
}
