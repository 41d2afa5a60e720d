//! `Pair`: two numbers and their sum.

use tokio_katas::probe::{claim, expect_eq};

use super::kata::Pair;

#[tokio::test(start_paused = true)]
async fn it_adds() {
    claim(async {
        expect_eq("the sum", &Pair::new(1, 2).sum(), &3, "");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn each_has_its_own() {
    claim(async {
        let (one, other) = (Pair::new(1, 2), Pair::new(3, 4));
        expect_eq("the sums", &(one.sum(), other.sum()), &(3, 7), "");
    })
    .await;
}
