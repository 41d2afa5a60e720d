//! Which orders of what is ready in the same instant are tried, as [`ORDER`](crate::environment::ORDER) says it.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Orders by their numbers: `37`, or `1-200`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orders {
    /// The first.
    pub first: u32,
    /// The last, which is not before the first.
    pub last: u32,
}

impl Orders {
    /// Only this one.
    pub fn one(order: u32) -> Orders {
        Orders { first: order, last: order }
    }

    /// Whether it is only one.
    pub fn is_one(self) -> bool {
        self.first == self.last
    }

    /// How many they are.
    pub fn count(self) -> u64 {
        u64::from(self.last - self.first) + 1
    }

    /// Their numbers.
    pub fn numbers(self) -> RangeInclusive<u32> {
        self.first..=self.last
    }
}

impl FromStr for Orders {
    type Err = ();

    fn from_str(text: &str) -> Result<Orders, ()> {
        let number = |text: &str| text.parse().map_err(drop);
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let orders = Orders { first: number(first)?, last: number(last)? };
        if orders.first <= orders.last { Ok(orders) } else { Err(()) }
    }
}

impl fmt::Display for Orders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_one() {
            true => write!(f, "{}", self.first),
            false => write!(f, "{}-{}", self.first, self.last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Orders;

    #[test]
    fn a_number_or_a_range_is_read_and_written() {
        let read = |text: &str| text.parse::<Orders>().map(|orders| orders.to_string());
        for text in ["0", "37", "1-200"] {
            assert_eq!(read(text), Ok(text.to_owned()));
        }
        assert_eq!(read("7-7"), Ok("7".to_owned()));
        for text in ["", "x", "-1", "2-1", "1-", "1-2-3"] {
            assert_eq!(read(text), Err(()), "{text}");
        }
        assert_eq!(Orders { first: 0, last: u32::MAX }.count(), 1 << 32);
    }
}
