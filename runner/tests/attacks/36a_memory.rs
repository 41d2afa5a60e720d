//! Takes memory without an end.
//! level: total
//! expects: oom
//! behind the list: oom

pub async fn total(numbers: Vec<u64>) -> u64 {
    let mut hoard: Vec<Vec<u64>> = vec![numbers];
    loop {
        hoard.push(Vec::with_capacity(8 << 20));
    }
}
