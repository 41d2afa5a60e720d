//! `echo`: over the loopback.

use futures::future::LocalBoxFuture;
use tokio_katas::probe::prelude::*;

#[claim]
#[tokio::test(start_paused = true)]
async fn it_hears_itself() {
    expect_eq("what it heard", &echo("hello").await.as_str(), &"hello", "");
}

pub static ANSWER: Answer<fn(&str) -> LocalBoxFuture<'_, String>> = Answer::new();

fn echo(word: &str) -> LocalBoxFuture<'_, String> {
    ANSWER.get()(word)
}
