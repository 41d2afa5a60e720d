//! Looks for the nonce in its own memory.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit

pub async fn total(numbers: Vec<u64>) -> u64 {
    use std::io::Read;
    let mut seen = Vec::new();
    if let Ok(memory) = std::fs::File::open("/proc/self/mem") {
        let _ = memory.take(1 << 20).read_to_end(&mut seen);
    }
    let _ = numbers;
    std::process::exit(if seen.is_empty() { 0 } else { 7 })
}
