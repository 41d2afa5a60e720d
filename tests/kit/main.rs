//! The kit's tests of itself. The learner's tests are beside this folder.

#[cfg(feature = "server")]
mod server_facts;
mod stage;
mod timeline;
mod wrapper;

use tokio_katas::probe::{self, Status, Verdict};

/// The verdict on `body`, as if the test that runs it were a claim.
async fn judge(body: impl Future<Output = ()>) -> Verdict {
    probe::judge("kit", body).await
}

/// Judges `body`, which must pass.
async fn passes(body: impl Future<Output = ()>) {
    let verdict = judge(body).await;
    assert_eq!(verdict.status(), Status::Pass, "{}", verdict.text(false));
}
