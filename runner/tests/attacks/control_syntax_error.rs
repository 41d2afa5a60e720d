//! One level lacks a bracket; the other is judged.
//! level: total
//! expects: compile_error

pub async fn total(numbers: Vec<u64>) -> u64 {
    let sum = (numbers.iter().sum::<u64>();
    sum
}
