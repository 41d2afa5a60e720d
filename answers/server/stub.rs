//! The whole thing on a socket. The lesson is in `katas/server.md`.
//!
//! This kata needs axum and reqwest, which are behind a feature:
//! `cargo test --features server --test server`.

use std::future::Future;
use std::io;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio_katas::{FetchError, User};

/// Sends back to every client the bytes that it sends, all clients side by side, until `shutdown`.
///
/// A connection is finished when its client has closed its side and has all its bytes back (then this
/// side closes, too), or when it breaks; that harms no other connection. From the shutdown on no
/// new connection is served, and the open ones are finished. Returns how many connections have
/// finished or broken.
///
/// # Errors
/// If `accept` itself fails; skipping that error is just as right.
pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    todo!("echo on {listener:?}")
}

/// Connects, sends `line` and a newline, and reads one line, which is returned without its newline.
///
/// # Errors
/// `TimedOut` if all of that together is not done within `limit`, even if that is zero.
/// `UnexpectedEof` if the other side closes cleanly before a whole line. An error for a line that is
/// not UTF-8. Any other I/O error is passed on.
pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> io::Result<String> {
    todo!("send {line:?} and wait for an answer, at most {limit:?}")
}

/// A web application that keeps users. Every call makes one with a state of its own.
///
/// - `POST /users` with the JSON `{"name": "Ada"}` answers 201 and `{"id": 1, "name": "Ada"}`; ids count
///   from 1, and none is given twice. A body that is not JSON, has no `name` or a `name` that is not a
///   string gets a 4xx, and no user is created.
/// - `GET /users/1` answers 200 and the same JSON, or 404 if there is no such user. An id that is not
///   a number gets a 4xx.
///
/// The call needs no runtime.
pub fn app() -> Router {
    todo!("a router with two routes")
}

/// Serves `app` until `shutdown`, then finishes what is in flight, and only then returns.
///
/// Every request in flight at the shutdown gets its own answer, its whole body included; a new connection
/// gets none: no page and no 503.
///
/// # Errors
/// If serving fails.
pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    todo!("serve on {listener:?}")
}

/// Asks `GET {base}/users/{id}` for each place in `ids`, all at the same time; results in the order of `ids`.
///
/// Each answer must be there in full within `limit`, otherwise it is `TimedOut` and the request is
/// dropped. A status that is not 2xx is `Status`, whatever its body; anything else that goes wrong (no
/// connection, a bad URL, a bad body) is `Other`. One that fails does not affect the others. `base` has no slash at
/// its end, and may have a path.
pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    todo!("fetch {} users from {base}, each within {limit:?}", ids.len())
}
