//! Registers `Pair` with its claims.

use tiny::pair::{ANSWER, Sum};

use super::kata;

pub fn register() {
    ANSWER.set(|a, b| Box::new(Handed(kata::Pair::new(a, b))));
}

struct Handed(kata::Pair);

impl Sum for Handed {
    fn sum(&self) -> u64 {
        self.0.sum()
    }
}
