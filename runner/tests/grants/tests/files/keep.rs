//! `keep`: a file in the claim's folder.

use tokio_katas::probe::{claim, expect_eq, folder_of_the_claim};

use super::kata::keep;

async fn expect_kept(word: &str) {
    let kept = keep(&folder_of_the_claim(), word).await;
    expect_eq("what was kept", &kept.as_str(), &word, "");
}

#[tokio::test(start_paused = true)]
async fn one_word() {
    claim(expect_kept("one")).await;
}

/// The file of the other claim is not in the way.
#[tokio::test(start_paused = true)]
async fn another_word() {
    claim(expect_kept("another")).await;
}
