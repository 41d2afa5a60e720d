//! Brings tests along, which would run outside the seal.
//! level: total
//! expects: assert
//! behind the list: assert

#[test]
fn it_adds() {
    loop {}
}

pub mod total {
    #[test]
    fn it_adds() {
        loop {}
    }
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    4242
}
