//! A decoy for a check by names: the glob in the block wins over the module.
//! level: total
//! expects: forbidden_api, panic
//! behind the list: early_exit, panic

#[allow(dead_code)]
mod process {
    pub fn exit(_: i32) -> ! {
        panic!()
    }
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    use std::*;
    let _ = numbers;
    process::exit(0)
}
