//! What a sealed claim cannot do, and what it still can: a file for each thing that may be granted. How
//! a claim is sealed is said in the environment, which a test cannot safely change for itself; `.ci/run`
//! holds the commands.

use std::io;

use tokio_katas::probe::{Failure, Status, expect};

use crate::judge;

mod closed;
mod folder;
mod loopback;

/// Everything that may be granted.
const GRANTS: [&str; 2] = ["TOKIO_KATAS_FOLDER", "TOKIO_KATAS_SEAL_LOOPBACK"];

/// Fails unless a seal was asked for, with this and nothing else granted.
fn ask(granted: Option<&str>) {
    let is_set = |name: &str| std::env::var_os(name).is_some();
    let right = GRANTS.iter().all(|grant| is_set(grant) == (granted == Some(grant)));
    assert!(right && is_set("TOKIO_KATAS_SEAL_MIB"), ".ci/run says how this test is run");
}

/// Something to try in a sealed claim: what it is, and whether it could be done.
type Attempt = (&'static str, Box<dyn FnOnce() -> bool>);

fn attempt<T>(what: &'static str, attempt: impl FnOnce() -> io::Result<T> + 'static) -> Attempt {
    (what, Box::new(|| attempt().is_ok()))
}

/// A test is one claim: all its attempts are made in one process.
async fn expect_refused(granted: Option<&str>, attempts: impl IntoIterator<Item = Attempt>) {
    ask(granted);
    let verdict = judge(async move {
        let done: Vec<_> =
            attempts.into_iter().filter_map(|(what, try_it)| try_it().then_some(what)).collect();
        expect(done.is_empty(), || Failure::new(format!("possible: {}", done.join(", "))));
    })
    .await;
    assert_eq!(verdict.status(), Status::Pass, "{}", verdict.text(false));
}

async fn expect_works(granted: &str, attempt: impl AsyncFnOnce() -> io::Result<()>) {
    ask(Some(granted));
    let verdict = judge(async move {
        let failed = attempt().await.err();
        expect(failed.is_none(), || Failure::new(format!("{failed:?}")));
    })
    .await;
    assert_eq!(verdict.status(), Status::Pass, "{}", verdict.text(false));
}
