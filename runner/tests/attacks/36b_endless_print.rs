//! Prints without an end.
//! level: total
//! expects: output_limit, timeout
//! behind the list: output_limit, timeout

pub async fn total(numbers: Vec<u64>) -> u64 {
    let line = "x".repeat(1 << 16);
    let _ = numbers;
    loop {
        println!("{line}");
    }
}
