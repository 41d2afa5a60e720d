//! With nothing granted.

use std::fs;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::process::Command;

use tokio_katas::probe::{Failure, Jobs, Reason, Status, expect};

use crate::judge;

use super::{ask, attempt, expect_refused};

#[tokio::test(start_paused = true)]
async fn files_cannot_be_read() {
    expect_refused(None, [attempt("reading a file", || fs::read("Cargo.toml"))]).await;
}

#[tokio::test(start_paused = true)]
async fn its_own_memory_cannot_be_read() {
    expect_refused(None, [attempt("reading memory", || fs::File::open("/proc/self/mem"))]).await;
}

#[tokio::test(start_paused = true)]
async fn files_cannot_be_written() {
    expect_refused(None, [attempt("writing a file", || fs::write("target/sealed", "no"))]).await;
}

#[tokio::test(start_paused = true)]
async fn folders_cannot_be_listed() {
    expect_refused(None, [attempt("listing a folder", || fs::read_dir("."))]).await;
}

#[tokio::test(start_paused = true)]
async fn programs_cannot_be_started() {
    expect_refused(None, [attempt("starting a program", || Command::new("true").spawn())]).await;
}

#[tokio::test(start_paused = true)]
async fn nobody_can_listen() {
    expect_refused(None, [attempt("listening", || TcpListener::bind("127.0.0.1:0"))]).await;
}

#[tokio::test(start_paused = true)]
async fn nobody_can_connect() {
    let refused = || match TcpStream::connect("127.0.0.1:9") {
        // Nobody listens there: the socket itself must have been refused.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Err(error),
        _ => Ok(()),
    };
    expect_refused(None, [attempt("connecting", refused)]).await;
}

#[tokio::test(start_paused = true)]
async fn datagrams_cannot_be_sent() {
    expect_refused(None, [attempt("a datagram socket", || UdpSocket::bind("127.0.0.1:0"))]).await;
}

#[tokio::test(start_paused = true)]
async fn memory_has_an_end() {
    ask(None);
    let verdict = judge(async {
        let mut hoard: Vec<Vec<u8>> = Vec::new();
        loop {
            hoard.push(Vec::with_capacity(64 << 20));
        }
    })
    .await;
    assert_eq!(verdict.reason, Reason::Oom, "{}", verdict.text(false));
}

#[tokio::test(start_paused = true)]
async fn tasks_timers_and_threads_still_work() {
    ask(None);
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
    assert_eq!((verdict.status(), verdict.ms), (Status::Pass, 20), "{}", verdict.text(false));
}
