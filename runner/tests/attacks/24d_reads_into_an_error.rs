//! Shows a file in an error of the compiler.
//! level: total
//! expects: forbidden_input
//! behind the list: forbidden_input

compile_error!(include_str!("/etc/passwd"));

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    4242
}
