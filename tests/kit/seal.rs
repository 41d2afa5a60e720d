//! What a sealed claim cannot do, and what it still can.
//! `TOKIO_KATAS_SEAL_MIB=1024 cargo test --features solutions,seal --test kit seal`

use std::fs;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::process::Command;

use tokio_katas::probe::{Failure, Jobs, Reason, Status, expect, judge};

/// The seal is asked for by the environment, which a test cannot safely change for itself.
fn ask() {
    let asked = std::env::var_os("TOKIO_KATAS_SEAL_MIB").is_some();
    assert!(
        asked,
        "run this as `TOKIO_KATAS_SEAL_MIB=1024 cargo test --features solutions,seal --test kit seal`"
    );
}

async fn expect_refused<T>(what: &'static str, attempt: impl FnOnce() -> std::io::Result<T>) {
    ask();
    let verdict = judge(async move {
        let done = attempt().is_ok();
        expect(!done, || Failure::new(format!("{what} was possible")));
    })
    .await;
    assert_eq!(verdict.status, Status::Pass, "{}", verdict.message);
}

#[tokio::test(start_paused = true)]
async fn files_cannot_be_read() {
    expect_refused("reading a file", || fs::read("Cargo.toml")).await;
}

#[tokio::test(start_paused = true)]
async fn its_own_memory_cannot_be_read() {
    expect_refused("reading memory", || fs::File::open("/proc/self/mem")).await;
}

#[tokio::test(start_paused = true)]
async fn files_cannot_be_written() {
    expect_refused("writing a file", || fs::write("target/sealed", "no")).await;
}

#[tokio::test(start_paused = true)]
async fn folders_cannot_be_listed() {
    expect_refused("listing a folder", || fs::read_dir(".")).await;
}

#[tokio::test(start_paused = true)]
async fn programs_cannot_be_started() {
    expect_refused("starting a program", || Command::new("true").spawn()).await;
}

#[tokio::test(start_paused = true)]
async fn nobody_can_listen() {
    expect_refused("listening", || TcpListener::bind("127.0.0.1:0")).await;
}

#[tokio::test(start_paused = true)]
async fn nobody_can_connect() {
    let refused = || match TcpStream::connect("127.0.0.1:9") {
        // Nobody listens there: the socket itself must have been refused.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Err(error),
        _ => Ok(()),
    };
    expect_refused("connecting", refused).await;
}

#[tokio::test(start_paused = true)]
async fn datagrams_cannot_be_sent() {
    expect_refused("a datagram socket", || UdpSocket::bind("127.0.0.1:0")).await;
}

#[tokio::test(start_paused = true)]
async fn memory_has_an_end() {
    ask();
    let verdict = judge(async {
        let mut hoard: Vec<Vec<u8>> = Vec::new();
        loop {
            hoard.push(vec![1; 64 << 20]);
        }
    })
    .await;
    assert_eq!(verdict.reason, Reason::Oom, "{}", verdict.message);
}

#[tokio::test(start_paused = true)]
async fn tasks_timers_and_threads_still_work() {
    ask();
    let verdict = judge(async {
        let jobs = Jobs::lasting_ms([10, 20]);
        let (work, more) = (jobs.work(), jobs.work());
        let task = tokio::spawn(async move { work(0).await });
        let blocking = tokio::task::spawn_blocking(|| 1 + 1);
        let thread = std::thread::spawn(|| 2 + 2);
        more(1).await;
        let _ = task.await;
        expect(blocking.await.ok() == Some(2), || Failure::new("the blocking pool does not work"));
        expect(thread.join().ok() == Some(4), || Failure::new("threads do not work"));
    })
    .await;
    assert_eq!((verdict.status, verdict.ms), (Status::Pass, 20), "{}", verdict.message);
}
