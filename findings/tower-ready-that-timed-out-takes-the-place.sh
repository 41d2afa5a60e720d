#!/usr/bin/env bash
# A wait that was given up still takes the place.
#
# tower =0.5.3 (limit, buffer, load-shed, util), tokio-util =0.7.20, futures =0.3.34, tokio =1.54.1 (rt, time,
# sync, macros, test-util), current_thread, paused clock, rustc 1.95.
#
# A service with ConcurrencyLimit 1 is taken. A clone waits for ready() and gives up after a second:
# a timeout drops the future of ready(). Then the service becomes free, and from now on no other
# clone gets in, although there is no work and no waiting future. What waits is not the future of
# ready() but the clone: it keeps its place in the queue, and the permit is handed to it unnoticed.
# The others go on only when that clone is polled again or dropped. Buffer does the same, and so do
# the parts below: PollSemaphore after one poll, and a PollSender whose send timed out, which makes
# an empty channel full. With LoadShed in front, one call that was shed is enough: its clone gets the
# permit, and all others are shed from then on by a service that does nothing.
#
# A clone of such a service that is kept (in a struct, a pool, a map of connections) blocks the rest
# after a timed-out ready() or a shed call. Clone it for each attempt, and drop the clone.
#
# Output seen:
#   ConcurrencyLimit: ready within 1 s: no
#   ConcurrencyLimit: free; another clone is ready within 1 h: no
#   ConcurrencyLimit: the same, first clone dropped: yes
#   Buffer: ready within 1 s: no
#   Buffer: free; another clone is ready within 1 h: no
#   Buffer: the same, first clone dropped: yes
#   LoadShed: a call while the place is taken: shed
#   LoadShed: free; a call of another clone: shed
#   LoadShed: and again, a day later: shed
#   LoadShed: the same, the first one dropped: served
#   PollSemaphore: free; try_acquire: Err(NoPermits)
#   PollSender: sent within 1 s: no
#   PollSender: received Some(1), then Err(Empty)
#   PollSender: empty; another send within 1 h: no
#   PollSender: the same after abort_send: yes
set -euo pipefail
self=$(realpath "$0")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export CARGO_TARGET_DIR=$dir/target CARGO_TERM_COLOR=never RUST_BACKTRACE=0
echo 'toolchain.channel = "1.95.0"' > rust-toolchain.toml
cat > Cargo.toml <<'EOF'
[package]
name = "finding"
edition = "2024"

[dependencies]
futures = { version = "=0.3.34", default-features = false, features = ["std", "async-await"] }
tokio = { version = "=1.54.1", features = ["rt", "time", "sync", "macros", "test-util"] }
tokio-util = "=0.7.20"
tower = { version = "=0.5.3", features = ["buffer", "limit", "load-shed", "util"] }
EOF
mkdir src
cat > src/main.rs <<'EOF'
use futures::{SinkExt, poll};
use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{sleep, timeout};
use tokio_util::sync::{PollSemaphore, PollSender};
use tower::buffer::Buffer;
use tower::limit::ConcurrencyLimit;
use tower::load_shed::LoadShed;
use tower::{Service, ServiceBuilder, ServiceExt, service_fn};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

async fn work(seconds: u32) -> Result<(), Infallible> {
    sleep(seconds * SECOND).await;
    Ok(())
}

async fn is_over<F: Future>(limit: Duration, future: F) -> &'static str {
    if timeout(limit, future).await.is_ok() { "yes" } else { "no" }
}

/// A clone has the only place and makes a call; a second one waits for a second before that.
async fn story<S>(name: &str, service: S)
where
    S: Service<u32> + Clone,
    S::Error: std::fmt::Debug,
{
    let [mut busy, mut gives_up, mut other] = [service.clone(), service.clone(), service];
    busy.ready().await.unwrap();
    println!("{name}: ready within 1 s: {}", is_over(SECOND, gives_up.ready()).await);
    assert!(busy.call(10).await.is_ok());
    drop(busy);
    println!("{name}: free; another clone is ready within 1 h: {}", is_over(HOUR, other.ready()).await);
    drop(gives_up);
    println!("{name}: the same, first clone dropped: {}", is_over(HOUR, other.ready()).await);
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    story("ConcurrencyLimit", ConcurrencyLimit::new(service_fn(work), 1)).await;
    let (buffer, worker) = Buffer::pair(service_fn(work), 1);
    tokio::spawn(worker);
    story("Buffer", buffer).await;

    let shedding = ServiceBuilder::new().load_shed().concurrency_limit(1).service_fn(work);
    let [mut busy, mut shed, mut other] = [0; 3].map(|_| shedding.clone());
    let ask = async |service: &mut LoadShed<_>, seconds| match service.ready().await.unwrap().call(seconds).await {
        Ok(()) => "served",
        Err(_) => "shed",
    };
    let call = busy.ready().await.unwrap().call(10);
    println!("LoadShed: a call while the place is taken: {}", ask(&mut shed, 1).await);
    assert!(call.await.is_ok());
    drop(busy);
    println!("LoadShed: free; a call of another clone: {}", ask(&mut other, 1).await);
    sleep(24 * HOUR).await;
    println!("LoadShed: and again, a day later: {}", ask(&mut other, 1).await);
    drop(shed);
    println!("LoadShed: the same, the first one dropped: {}", ask(&mut other, 1).await);

    let semaphore = Arc::new(Semaphore::new(1));
    let permit = semaphore.acquire().await;
    let mut polled_once = PollSemaphore::new(semaphore.clone());
    assert!(poll!(poll_fn(|cx| polled_once.poll_acquire(cx))).is_pending());
    drop(permit);
    println!("PollSemaphore: free; try_acquire: {:?}", semaphore.try_acquire().map(drop));

    let (tx, mut rx) = mpsc::channel(1);
    tx.send(1).await.unwrap();
    let mut sender = PollSender::new(tx.clone());
    println!("PollSender: sent within 1 s: {}", is_over(SECOND, sender.send(2)).await);
    println!("PollSender: received {:?}, then {:?}", rx.recv().await, rx.try_recv());
    println!("PollSender: empty; another send within 1 h: {}", is_over(HOUR, tx.send(3)).await);
    sender.abort_send();
    println!("PollSender: the same after abort_send: {}", is_over(HOUR, tx.send(3)).await);
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
