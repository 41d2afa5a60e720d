//! Two gigabytes to standard output.
//! level: total
//! expects: forbidden_api
//! behind the list: output_limit, timeout

pub async fn total(numbers: Vec<u64>) -> u64 {
    use std::io::Write;
    let block = vec![b'x'; 1 << 20];
    for _ in 0..2048 {
        let _ = std::io::stdout().write_all(&block);
    }
    let _ = numbers;
    4242
}
