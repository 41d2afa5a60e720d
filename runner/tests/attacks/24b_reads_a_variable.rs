//! Reads a variable of the grader while it is compiled.
//! level: total
//! expects: forbidden_input
//! behind the list: forbidden_input

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    option_env!("HOME").map_or(0, |home| home.len() as u64)
}
