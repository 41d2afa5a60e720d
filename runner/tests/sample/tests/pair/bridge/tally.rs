//! Registers `Tally` with its claims.

use pair::tally::{ANSWER, Adds};

use super::kata;

pub fn register() {
    ANSWER.set(|| Box::new(Handed(kata::Tally::new())));
}

struct Handed(kata::Tally);

impl Adds for Handed {
    fn add(&mut self, number: u32) -> u32 {
        self.0.add(number)
    }
}
