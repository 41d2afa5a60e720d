//! Hands `Pair` over to its claims.

use tiny::pair::{ANSWER, Sum};

use super::kata;

pub fn hand_over() {
    ANSWER.is(|a, b| Box::new(Handed(kata::Pair::new(a, b))));
}

struct Handed(kata::Pair);

impl Sum for Handed {
    fn sum(&self) -> u64 {
        self.0.sum()
    }
}
