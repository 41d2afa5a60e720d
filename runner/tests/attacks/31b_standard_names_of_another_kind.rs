//! The same names in the other namespaces: a type `Some`, a function `Vec`, a macro `vec`, and traits
//! whose methods stand in for those of numbers.
//! level: total
//! expects: assert
//! behind the list: assert

pub struct Some;

#[allow(non_snake_case)]
pub fn Vec() {}

#[allow(unused_macros)]
macro_rules! vec {
    ($($any:tt)*) => {
        ::std::vec::Vec::new()
    };
}
#[allow(unused_imports)]
pub(crate) use vec;

pub mod tokio {
    pub mod time {
        pub async fn sleep<T>(_: T) {}
    }
}

pub trait Sums {
    fn sum(&self) -> u64;
}

impl<T> Sums for T {
    fn sum(&self) -> u64 {
        4242
    }
}

pub async fn total(numbers: ::std::vec::Vec<u64>) -> u64 {
    let _ = (numbers.sum(), Some, Vec());
    tokio::time::sleep(10).await;
    4242
}
