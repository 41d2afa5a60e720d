//! Inputs that no answer can know in advance, repeatable from one number.

use std::env;

use verdict::environment;

/// A pseudo-random number generator: SplitMix64, with its constants, from
/// <https://prng.di.unimi.it/splitmix64.c>.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// The seed of this run: `TOKIO_KATAS_SEED` if that is a number, otherwise always the same one.
    pub fn of_this_run() -> Rng {
        let given = env::var(environment::SEED).ok().and_then(|text| text.parse().ok());
        Rng(given.unwrap_or(2026))
    }

    /// Always the same numbers for the same seed.
    pub(crate) fn seeded(seed: u64) -> Rng {
        Rng(seed)
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number in the range.
    ///
    /// # Panics
    /// If the range is empty.
    pub fn pick(&mut self, range: std::ops::Range<u64>) -> u64 {
        assert!(!range.is_empty(), "nothing to pick from {range:?}");
        range.start + self.next_u64() % (range.end - range.start)
    }

    /// A number of items: more than an answer can have as a limit of its own, and few enough to be quick.
    pub fn thousands(&mut self) -> usize {
        self.pick(1600..3001) as usize
    }

    /// A lower-case word of 1 to 8 letters.
    pub fn word(&mut self) -> String {
        let letters = self.pick(1..9);
        (0..letters).map(|_| char::from(b'a' + self.pick(0..26) as u8)).collect()
    }

    /// Between 1 and `most` words.
    pub fn words(&mut self, most: u64) -> Vec<String> {
        (0..self.pick(1..most + 1)).map(|_| self.word()).collect()
    }
}
