//! Asks to be let off, in every way there is.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit

#![allow(clippy::all, clippy::style)]
#![allow(warnings)]

pub async fn total(numbers: Vec<u64>) -> u64 {
    #[allow(clippy::disallowed_methods, unsafe_code)]
    {
        let _ = numbers;
        std::process::exit(0)
    }
}
