//! Ends the program from a destructor, after the last check.
//! level: pair
//! expects: forbidden_api
//! behind the list: early_exit
//! pair: own

pub struct Pair(u64);

impl Pair {
    pub fn new(a: u64, b: u64) -> Pair {
        Pair(a + b)
    }

    pub fn sum(&self) -> u64 {
        self.0
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        std::process::exit(0)
    }
}
