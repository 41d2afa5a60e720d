//! A constant that is never worked out.
//! level: total
//! expects: compile_limit, compile_error, forbidden_api
//! behind the list: compile_limit, compile_error, forbidden_api

#[allow(long_running_const_eval)]
const FOREVER: () = loop {};

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    FOREVER;
    4242
}
