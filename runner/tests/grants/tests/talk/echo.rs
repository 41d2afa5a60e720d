//! `echo`: over the loopback.

use tokio_katas::probe::{claim, expect_eq};

use super::kata::echo;

#[tokio::test(start_paused = true)]
async fn it_hears_itself() {
    claim(async {
        expect_eq("what it heard", &echo("hello").await.as_str(), &"hello", "");
    })
    .await;
}
