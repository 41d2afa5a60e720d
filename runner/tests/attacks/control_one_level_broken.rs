//! One level has a wrong type; the other is judged.
//! level: total
//! expects: compile_error

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    "not a number"
}
