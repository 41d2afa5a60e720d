//! One number, and one that is none.

use crate::kata::report;
use crate::kit;

pub async fn check() {
    let good = kit::watch(async { report(String::from("12")).await.unwrap() }).await;
    kit::expect_eq("a number is read", good.output, "number: 12", "the text is not read");
    kit::expect_eq(
        "a number needs no wait",
        good.ms,
        0,
        "a number is waited for, too: the error is lost, or looked at too late",
    );
    kit::expect_eq("a task reads it", good.tasks, 1, "nothing is spawned any more");
    let bad = kit::watch(async { report(String::from("twelve")).await.unwrap() }).await;
    let expected = "no number: invalid digit found in string";
    kit::expect_eq("what cannot be read is reported", bad.output, expected, "the error is lost");
    kit::expect_eq("the report takes 10 ms", bad.ms, 10, "the wait is gone");
}
