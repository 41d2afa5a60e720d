//! Numbers, and what is not one.

use crate::kata::sum;
use crate::kit;

pub async fn check() {
    let texts = |all: &[&str]| all.iter().map(|&text| text.to_owned()).collect::<Vec<String>>();
    let good = kit::watch(sum(texts(&["7", "5"]))).await;
    kit::expect_eq("numbers are added", good.output, Some(12), "a number is lost");
    kit::expect_eq("that takes 10 ms", good.ms, 10, "the wait is gone, or there for each of them");
    let bad = kit::watch(sum(texts(&["7", "five"]))).await;
    kit::expect_eq("what is not a number gives None", bad.output, None, "the error is lost");
    kit::expect_eq("that takes no time", bad.ms, 0, "the wait does not stand behind the `?`");
}
