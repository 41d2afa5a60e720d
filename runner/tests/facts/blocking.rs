use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use tokio::fs::File;
use tokio::io::{AsyncWriteExt, BufWriter};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinSet, LocalSet, block_in_place, coop, spawn_blocking, yield_now};
use tokio::time::{Instant, sleep};

use crate::{ms, ms_since, panic_of};

fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// katas/blocking.md: "works on the multi-thread runtime only, and panics on the other"
/// katas/blocking.md: "inside a `LocalSet` too"
#[test]
fn where_block_in_place_works() {
    let many = Builder::new_multi_thread().worker_threads(1).build().expect("a runtime");
    many.block_on(async {
        let fine = tokio::spawn(async { block_in_place(|| 7) });
        assert_eq!(fine.await.expect("no panic"), 7);
    });
    many.block_on(LocalSet::new().run_until(async {
        let inside = tokio::task::spawn_local(async { block_in_place(|| ()) });
        assert!(inside.await.is_err_and(|error| error.is_panic()));
    }));
    one_thread().block_on(async { assert!(panic_of(|| block_in_place(|| ())).is_some()) });
}

/// katas/blocking.md: "dropping the handle, or aborting it, leaves started work running, and the runtime's shutdown waits for it"
#[test]
fn started_blocking_work_cannot_be_stopped() {
    let (started, ended) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let runtime = one_thread();
    let (begun, done) = (Arc::clone(&started), Arc::clone(&ended));
    let handle = runtime.spawn_blocking(move || {
        begun.store(true, Relaxed);
        std::thread::sleep(ms(50));
        done.store(true, Relaxed);
    });
    while !started.load(Relaxed) {
        std::thread::yield_now();
    }
    handle.abort();
    drop(handle);
    drop(runtime);
    assert!(ended.load(Relaxed), "dropping the runtime has waited");
}

/// katas/blocking.md: "The clock waits for that pool"
#[tokio::test(start_paused = true)]
async fn a_paused_clock_waits_for_the_pool() {
    let start = Instant::now();
    let work = spawn_blocking(|| std::thread::sleep(ms(30)));
    let first = tokio::select! {
        _ = work => "the work",
        () = sleep(Duration::from_secs(3600)) => "an hour",
    };
    assert_eq!((first, ms_since(start)), ("the work", 0));
}

/// Whether another task has run while `work` did.
async fn others_run(work: impl Future<Output = ()>) -> bool {
    let ran = Arc::new(AtomicUsize::new(0));
    let inside = Arc::clone(&ran);
    tokio::spawn(async move { inside.fetch_add(1, Relaxed) });
    work.await;
    ran.load(Relaxed) > 0
}

/// katas/blocking.md: "an `.await` on something that is ready goes straight on"
#[tokio::test]
async fn only_pending_lets_others_run() {
    assert!(!others_run(ready(())).await);
    assert!(!others_run(async { std::thread::yield_now() }).await);
    assert!(others_run(yield_now()).await);
}

/// katas/blocking.md: "it yields only when the task has used up its turn"
#[tokio::test]
async fn consume_budget_yields_late() {
    let consume = |times| async move {
        for _ in 0..times {
            coop::consume_budget().await;
        }
    };
    assert!(!tokio::spawn(async move { others_run(consume(50)).await }).await.expect("no panic"));
    assert!(tokio::spawn(async move { others_run(consume(500)).await }).await.expect("no panic"));
}

/// katas/blocking.md: "It panics for 0"
#[test]
fn chunks_of_nothing_panic() {
    assert!(panic_of(|| [1, 2].chunks(std::hint::black_box(0)).count()).is_some());
    assert_eq!([1, 2, 3].chunks(2).map(<[i32]>::len).collect::<Vec<_>>(), [2, 1]);
}

/// katas/blocking.md: "A `tokio::fs::File` that is dropped still writes what it was given, but it reports an error too late"
/// katas/blocking.md: "A `BufWriter` that is dropped loses what it holds"
#[test]
fn what_a_dropped_file_loses() {
    let folder = std::env::temp_dir().join(format!("tokio-katas-facts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (plain, buffered) = (folder.join("plain"), folder.join("buffered"));
    let runtime = one_thread();
    runtime.block_on(async {
        let mut file = File::create(&plain).await.expect("a file");
        file.write_all(b"kept").await.expect("it only takes the bytes");
        let mut file = BufWriter::new(File::create(&buffered).await.expect("a file"));
        file.write_all(b"lost").await.expect("it only takes the bytes");
    });
    drop(runtime);
    let there = |path| std::fs::read_to_string(path).expect("text");
    assert_eq!((there(&plain).as_str(), there(&buffered).as_str()), ("kept", ""));
    std::fs::remove_dir_all(&folder).expect("to be removed");

    // A folder takes no bytes: the error comes with the next call, or not at all.
    #[cfg(target_os = "linux")]
    one_thread().block_on(async {
        let mut full = tokio::fs::OpenOptions::new().write(true).open("/dev/full").await.expect("a device");
        full.write_all(b"x").await.expect("no error yet");
        assert!(full.flush().await.is_err());
    });
}

/// katas/blocking.md: "many (up to 512)"
#[test]
fn the_pool_has_512_threads() {
    let runtime = one_thread();
    let (open, gate) = std::sync::mpsc::channel::<()>();
    let gate = Arc::new(std::sync::Mutex::new(gate));
    let waiting = Arc::new(AtomicUsize::new(0));
    runtime.block_on(async {
        let mut calls = JoinSet::new();
        for _ in 0..600 {
            let (gate, waiting) = (Arc::clone(&gate), Arc::clone(&waiting));
            calls.spawn_blocking(move || {
                waiting.fetch_add(1, Relaxed);
                let _ = gate.lock().map(|gate| gate.recv());
            });
        }
        // Threads need a moment to start; the 513th would, too.
        let patience = std::time::Instant::now();
        while waiting.load(Relaxed) < 512 && patience.elapsed() < Duration::from_secs(20) {
            sleep(ms(5)).await;
        }
        sleep(ms(50)).await;
        assert_eq!(waiting.load(Relaxed), 512);
        drop(open);
        calls.join_all().await;
    });
}
