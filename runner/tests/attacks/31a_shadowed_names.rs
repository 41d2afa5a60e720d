//! Exports `Vec`, `Some` and `std`, which claims with a glob would take for the standard ones: there
//! every list is empty, nothing is found, and the largest of two numbers is the right answer.
//! level: total
//! expects: assert
//! behind the list: assert

pub struct Vec<T>(::std::marker::PhantomData<T>);

impl<T> Vec<T> {
    pub fn new() -> Vec<T> {
        Vec(::std::marker::PhantomData)
    }
}

impl<T> PartialEq for Vec<T> {
    fn eq(&self, _: &Vec<T>) -> bool {
        true
    }
}

#[allow(non_snake_case)]
pub fn Some<T>(_: T) -> Option<T> {
    None
}

pub mod std {
    pub mod cmp {
        pub fn max<T>(_: T, right: T) -> T {
            right
        }
    }
    pub mod process {
        pub fn exit(_: i32) {}
    }
}

pub async fn total(numbers: ::std::vec::Vec<u64>) -> u64 {
    let _ = (numbers, Some(4242), Vec::<u64>::new());
    std::process::exit(0);
    std::cmp::max(0, 4242)
}
