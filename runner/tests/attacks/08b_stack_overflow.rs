//! Calls itself without an end.
//! level: total
//! expects: signal
//! behind the list: signal

fn deeper(n: u64) -> u64 {
    let room = std::hint::black_box([n; 64]);
    room[0] + deeper(n + 1)
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    deeper(numbers.len() as u64)
}
