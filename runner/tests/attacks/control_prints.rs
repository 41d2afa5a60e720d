//! Prints what it does.
//! level: total
//! expects: ok
//! points: 3

pub async fn total(numbers: Vec<u64>) -> u64 {
    println!("numbers: {numbers:?}");
    dbg!(&numbers);
    for _ in &numbers {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    numbers.iter().sum()
}
