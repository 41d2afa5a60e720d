//! Takes a file of the machine into its own text.
//! level: total
//! expects: forbidden_input
//! behind the list: forbidden_input

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    concat!(include_str!("/etc/hostname"), "").len() as u64
}
