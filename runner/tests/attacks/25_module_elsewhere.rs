//! Takes another file as a module.
//! level: total
//! expects: forbidden_input
//! behind the list: forbidden_input

#[path = "/etc/hostname"]
mod elsewhere;

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    elsewhere::total()
}
