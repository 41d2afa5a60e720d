//! `keep`: a file in the claim's folder.

use std::path::Path;

use futures::future::LocalBoxFuture;
use tokio_katas::probe::folder_of_the_claim;
use tokio_katas::probe::prelude::*;

#[claim]
#[tokio::test(start_paused = true)]
async fn one_word() {
    expect_kept("one").await;
}

/// The file of the other claim is not in the way.
#[claim]
#[tokio::test(start_paused = true)]
async fn another_word() {
    expect_kept("another").await;
}

pub static ANSWER: Answer<for<'a> fn(&'a Path, &'a str) -> LocalBoxFuture<'a, String>> = Answer::new();

fn keep<'a>(folder: &'a Path, word: &'a str) -> LocalBoxFuture<'a, String> {
    ANSWER.get()(folder, word)
}

async fn expect_kept(word: &str) {
    let kept = keep(&folder_of_the_claim(), word).await;
    expect_eq("what was kept", &kept.as_str(), &word, "");
}
