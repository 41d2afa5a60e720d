//! Helpers, types and modules of its own.
//! level: total
//! expects: ok
//! points: 3

use std::time::Duration;

#[derive(Default)]
struct Sum(u64);

impl Sum {
    fn add(&mut self, number: u64) {
        self.0 = inner::deep::plus(self.0, number);
    }
}

mod inner {
    pub mod deep {
        pub fn plus(a: u64, b: u64) -> u64 {
            a + b
        }
    }
}

mod pause {
    use super::Duration;

    pub async fn short() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    let mut sum = Sum::default();
    for number in numbers {
        pause::short().await;
        sum.add(number);
    }
    sum.0
}
