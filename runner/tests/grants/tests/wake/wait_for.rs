//! `wait_for`: a thread, and to be woken by it.

use tokio_katas::probe::{claim, expect_eq};

use super::kata::wait_for;

#[tokio::test(start_paused = true)]
async fn it_waits() {
    claim(async {
        expect_eq("the number", &wait_for(|| 6 * 7).await, &42, "");
    })
    .await;
}
