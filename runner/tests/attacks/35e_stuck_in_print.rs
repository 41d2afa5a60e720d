//! Never comes out of a `println!`, and holds its lock.
//! level: total
//! expects: timeout
//! behind the list: timeout

struct Endless;

impl std::fmt::Display for Endless {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        loop {
            std::hint::spin_loop();
        }
    }
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    println!("{Endless}");
    let _ = numbers;
    4242
}
