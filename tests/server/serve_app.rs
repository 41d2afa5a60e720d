//! `serve_app`: after the shutdown no new connection is served, and requests in flight are finished.

use std::convert::Infallible;
use std::future::{pending, ready};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Path, Request, State};
use axum::routing::{get, post};
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use futures::stream::unfold;
use rstest::rstest;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore, mpsc, oneshot};
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{Browser, Peer, Running, addr_of, listener, shown, start, waiting_for};

#[claim(stage)]
#[tokio::test]
async fn requests_are_answered_by_the_router() {
    let served = serve();
    let mut client = Browser::connect("client 0", served.addr).await;
    client.send("GET", "/", b"").await;
    expect_answer(&mut client, "here I am", OTHER_ROUTER).await;
    client.send("GET", "/elsewhere", b"").await;
    expect_answer(&mut client, "nowhere", OTHER_ROUTER).await;
    client.send("POST", "/upload", b"12345").await;
    expect_answer(&mut client, "5 bytes", OTHER_ROUTER).await;
    served.call.expect_running("serve_app", "a server that ends by itself");
}

/// Three requests wait in their handlers. A fourth is answered, then the third, the second, the first.
#[claim(stage)]
#[tokio::test]
async fn requests_are_served_side_by_side() {
    let served = serve();
    let mut waiting = Vec::new();
    for gate in 0..3 {
        waiting.push(served.enter(&format!("client {gate}"), &format!("/wait/{gate}")).await);
    }
    let mut client = Browser::connect("client 3", served.addr).await;
    client.send("GET", "/", b"").await;
    expect_answer(&mut client, "here I am", NOT_SERVED).await;
    for (gate, client) in waiting.iter_mut().enumerate().rev() {
        served.desk.open(gate);
        expect_answer(client, &format!("gate {gate} is open"), NOT_SERVED).await;
    }
}

/// A request waits in its handler at the shutdown, and for 300 ms more. It gets its own answer, and the call
/// returns only then.
#[claim(stage)]
#[tokio::test]
async fn a_request_in_flight_gets_its_answer() {
    let mut served = serve();
    let mut client = served.enter("client 0", "/wait/0").await;
    served.shut_down().await;
    served.call.expect_running("serve_app", EARLY);
    sleep_ms(300).await;
    served.call.expect_running("serve_app", GRACE);
    served.desk.open(0);
    expect_answer(&mut client, "gate 0 is open", CUT_OFF).await;
    drop(client);
    served.expect_return().await;
}

/// Half of an answer is sent at the shutdown. The handler itself returned long before.
#[claim(stage)]
#[tokio::test]
async fn an_answer_in_flight_gets_its_whole_body() {
    let mut served = serve();
    let mut client = served.enter("client 0", "/slow/0").await;
    let head = client.start_of_answer(NOT_SERVED).await;
    served.shut_down().await;
    sleep_ms(30).await;
    served.call.expect_running("serve_app", BODY);
    served.desk.open(0);
    let answer = client.rest_of_answer(head, BODY).await;
    expect_eq("the body", &String::from_utf8_lossy(&answer.body).as_ref(), &"first half, second half", BODY);
    drop(client);
    served.expect_return().await;
}

/// Half of a request's body is sent at the shutdown, and the handler reads it.
#[claim(stage)]
#[tokio::test]
async fn a_request_in_flight_may_send_its_whole_body() {
    let mut served = serve();
    let mut client = Browser::connect("client 0", served.addr).await;
    client.send_bytes(b"POST /upload HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\n01234").await;
    served.desk.expect_entered(1).await;
    served.shut_down().await;
    sleep_ms(30).await;
    served.call.expect_running("serve_app", READS_NO_MORE);
    client.send_bytes(b"56789").await;
    expect_answer(&mut client, "10 bytes", READS_NO_MORE).await;
    drop(client);
    served.expect_return().await;
}

/// Four requests are in flight at the shutdown. The call returns with the last.
#[claim(stage)]
#[tokio::test]
async fn it_waits_for_the_last_of_several() {
    let mut served = serve();
    let mut clients = Vec::new();
    for gate in 0..4 {
        clients.push((gate, served.enter(&format!("client {gate}"), &format!("/wait/{gate}")).await));
    }
    served.shut_down().await;
    for at in [2, 0, 1, 0] {
        served.call.expect_running("serve_app", EARLY);
        let (gate, mut client) = clients.remove(at);
        served.desk.open(gate);
        expect_answer(&mut client, &format!("gate {gate} is open"), CUT_OFF).await;
        drop(client);
        let_the_runtime_run().await;
    }
    served.expect_return().await;
}

/// Client 0's request is in flight, so the call goes on. Three more clients come after the shutdown. None of
/// them gets an answer, neither then nor when client 0 has got its own.
#[claim(stage)]
#[tokio::test]
async fn a_new_connection_after_the_shutdown_gets_no_answer() {
    let mut served = serve();
    let mut open = served.enter("client 0", "/slow/0").await;
    let head = open.start_of_answer(NOT_SERVED).await;
    served.shut_down().await;
    let mut late = Vec::new();
    for path in ["/wait/1", "/", "/nowhere"] {
        // It may be refused, or left waiting.
        if let Ok(client) = TcpStream::connect(served.addr).await {
            let asks = format!("GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
            let _ = client.try_write(asks.as_bytes());
            late.push(client);
        }
        for _ in 0..20 {
            let_the_runtime_run().await;
            sleep_ms(1).await;
        }
        expect_turned_away(&served.desk, &late, false);
    }
    served.desk.open(0);
    open.rest_of_answer(head, CUT_OFF).await;
    drop(open);
    let desk = served.desk.clone();
    served.expect_return().await;
    expect_turned_away(&desk, &late, true);
}

/// None of the clients that came after the shutdown has got an answer.
fn expect_turned_away(desk: &Desk, late: &[TcpStream], at_the_end: bool) {
    let failure = |seen: String, cause: &str| {
        Failure::new("a client that came after the shutdown was served")
            .expected("it is refused, reset or left waiting: no page, no error page, no 503")
            .seen(seen)
            .cause(cause)
    };
    expect(desk.entered() == 1, || failure("its request reached a handler".to_owned(), STILL_OPEN));
    let (when, cause) = match at_the_end {
        false => ("while it waited for the requests in flight", CLOSING_PAGE),
        true => ("when the requests in flight were done", AT_THE_END),
    };
    for client in late {
        let mut bytes = [0; 40];
        if let Ok(length @ 1..) = client.try_read(&mut bytes) {
            failure(format!("{} … {when}", shown(&bytes[..length])), cause).raise();
        }
    }
}

/// No request has come, or all have been answered.
#[rstest]
#[case::nobody_came(0)]
#[case::three_were_served(3)]
#[claim(stage)]
#[tokio::test]
async fn with_nothing_in_flight_it_returns_at_the_shutdown(#[case] requests: usize) {
    let mut served = serve();
    for number in 0..requests {
        let mut client = Browser::connect(&format!("client {number}"), served.addr).await;
        client.send("GET", "/", b"").await;
        expect_answer(&mut client, "here I am", NOT_SERVED).await;
    }
    let_the_runtime_run().await;
    served.call.expect_running("serve_app", "a server that ends by itself");
    served.shut_down().await;
    served.expect_return().await;
}

#[claim(stage)]
#[tokio::test]
async fn a_shutdown_that_is_there_already_ends_it_at_once() {
    let call = start(serve_app(listener(), Router::new(), ready(()).boxed()).boxed_local());
    let wait = waiting_for("serve_app to return: the shutdown was there before it", NEVER_RETURNS);
    let end = call.returned().await.value;
    drop(wait);
    expect(end.is_ok(), || Failure::new("serve_app gave an error").seen(format!("{end:?}")));
    let_the_runtime_run().await;
    expect_no_tasks(LEFT_RUNNING);
}

/// A client connects and sends a request before the first poll.
#[claim(stage)]
#[tokio::test]
async fn nothing_happens_before_the_first_poll() {
    const EAGER: &str = "serving in a task that the call itself spawns";
    let (listener, desk) = (listener(), Desk::default());
    let addr = addr_of(&listener);
    let call = serve_app(listener, router(&desk), pending().boxed()).boxed_local();
    let mut client = Peer::connect("client 0", addr).await;
    client.send(b"GET /wait/0 HTTP/1.1\r\nHost: here\r\n\r\n", EAGER).await;
    let_the_runtime_run().await;
    expect_no_tasks(EAGER);
    expect_eq("the requests served", &desk.entered(), &0, EAGER);
    let _call = start(call);
    desk.expect_entered(1).await;
    let other = self::listener();
    expect_needs_no_runtime(move || serve_app(other, Router::new(), pending()));
}

/// Requests of each kind are in flight at the shutdown, and end in any order.
#[claim(stage)]
#[tokio::test]
async fn whatever_is_in_flight_is_finished() {
    let mut rng = Rng::of_this_run();
    let mut served = serve();
    let mut clients = Vec::new();
    for gate in 0..8 {
        let slow = rng.pick(0..2) == 1;
        let path = format!("/{}/{gate}", if slow { "slow" } else { "wait" });
        clients.push((gate, slow, served.enter(&format!("client {gate}"), &path).await));
    }
    let after = rng.pick(1..8) as usize;
    while !clients.is_empty() {
        if clients.len() == after {
            served.shut_down().await;
        }
        let (gate, slow, mut client) = clients.swap_remove(rng.pick(0..clients.len() as u64) as usize);
        served.call.expect_running("serve_app", EARLY);
        served.desk.open(gate);
        let body = match slow {
            true => "first half, second half".to_owned(),
            false => format!("gate {gate} is open"),
        };
        expect_answer(&mut client, &body, CUT_OFF).await;
    }
    served.expect_return().await;
}

/// A shutdown of one type, since the answer is compiled once.
type ServeApp = fn(TcpListener, Router, ErasedFuture<()>) -> LocalBoxFuture<'static, io::Result<()>>;

pub static ANSWER: Answer<ServeApp> = Answer::new();

fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> LocalBoxFuture<'static, io::Result<()>>
where
    S: Future<Output = ()> + Send + 'static,
{
    ANSWER.get()(listener, app, ErasedFuture::new(shutdown, |()| ()))
}

const CUT_OFF: &str = "select! between the server and the shutdown, or an abort: what is in flight is dropped with the \
     server; with_graceful_shutdown waits for it";
const EARLY: &str = "a return at the shutdown (select!, abort): first wait for what is in flight";
const GRACE: &str = "a return after a fixed grace period: a request in flight takes as long as it takes";
const BUSY: &str = "a 503 for a request that is in flight: it gets its own answer";
const BODY: &str =
    "a request counted as done when its handler has returned: its body is still on the way then";
const READS_NO_MORE: &str =
    "no more reading after the shutdown: a request in flight may send the rest of its body";
const STILL_OPEN: &str =
    "accepting goes on while the server waits for the requests in flight: drop the listener at the shutdown";
const CLOSING_PAGE: &str =
    "accepting goes on, if only to say that it is closing: drop the listener at the shutdown";
const AT_THE_END: &str = "the connections that still wait are accepted at the end, for a 503: drop the listener at the \
     shutdown";
const NEVER_RETURNS: &str = "a server that does not get the shutdown: with_graceful_shutdown takes it";
const OTHER_ROUTER: &str = "another router than the one that was given";
const NOT_SERVED: &str = "requests served one at a time: a lock or a loop that waits for each";
const LEFT_RUNNING: &str = "a task of its own that is left running";

/// What the handlers share with the claim.
#[derive(Clone, Default)]
struct Desk {
    entered: Arc<AtomicUsize>,
    news: Arc<Notify>,
    gates: Arc<[Gate; 8]>,
}

/// Opened once by the claim, for one handler.
struct Gate(Semaphore);

impl Default for Gate {
    fn default() -> Gate {
        Gate(Semaphore::new(0))
    }
}

impl Desk {
    fn enter(&self) {
        self.entered.fetch_add(1, Ordering::SeqCst);
        self.news.notify_one();
    }

    async fn pass(&self, gate: usize) {
        let _ = self.gates[gate].0.acquire().await;
    }

    fn open(&self, gate: usize) {
        self.gates[gate].0.add_permits(1);
    }

    fn entered(&self) -> usize {
        self.entered.load(Ordering::SeqCst)
    }

    /// Waits until `count` handlers have been entered.
    async fn expect_entered(&self, count: usize) {
        let _wait = waiting_for(format!("{count} handlers to be entered"), NOT_SERVED);
        while self.entered() < count {
            self.news.notified().await;
        }
    }
}

/// `/wait/GATE` answers once the gate is open.
async fn wait(State(desk): State<Desk>, Path(gate): Path<usize>) -> String {
    desk.enter();
    desk.pass(gate).await;
    format!("gate {gate} is open")
}

/// `/slow/GATE` answers at once with the first half of its body. The second half comes once the gate is open.
async fn slow(State(desk): State<Desk>, Path(gate): Path<usize>) -> Body {
    desk.enter();
    let (tx, rx) = mpsc::channel::<Bytes>(1);
    tokio::spawn(async move {
        let _ = tx.send(Bytes::from_static(b"first half, ")).await;
        desk.pass(gate).await;
        let _ = tx.send(Bytes::from_static(b"second half")).await;
    });
    Body::from_stream(unfold(rx, |mut rx| async {
        let chunk = rx.recv().await?;
        Some((Ok::<_, Infallible>(chunk), rx))
    }))
}

/// `/upload` answers with how long the body was.
async fn upload(State(desk): State<Desk>, request: Request) -> String {
    desk.enter();
    match to_bytes(request.into_body(), usize::MAX).await {
        Ok(body) => format!("{} bytes", body.len()),
        Err(error) => format!("cut off: {error}"),
    }
}

fn router(desk: &Desk) -> Router {
    Router::new()
        .route("/wait/{gate}", get(wait))
        .route("/slow/{gate}", get(slow))
        .route("/upload", post(upload))
        .route("/", get(async || "here I am"))
        .fallback(async || "nowhere")
        .with_state(desk.clone())
}

/// The server under test, with its shutdown.
struct Served {
    addr: SocketAddr,
    desk: Desk,
    call: Running<io::Result<()>>,
    shutdown: Option<oneshot::Sender<()>>,
    told: Arc<Notify>,
}

fn serve() -> Served {
    serve_on(listener())
}

fn serve_on(listener: TcpListener) -> Served {
    let (tx, rx) = oneshot::channel();
    let (told, desk, addr) = (Arc::new(Notify::new()), Desk::default(), addr_of(&listener));
    let tell = Arc::clone(&told);
    let shutdown = async move {
        let _ = rx.await;
        tell.notify_one();
    };
    let call = start(serve_app(listener, router(&desk), shutdown.boxed()).boxed_local());
    Served { addr, desk, call, shutdown: Some(tx), told }
}

impl Served {
    /// A client whose request is in its handler.
    async fn enter(&self, name: &str, path: &str) -> Browser {
        let mut client = Browser::connect(name, self.addr).await;
        let entered = self.desk.entered() + 1;
        client.send("GET", path, b"").await;
        self.desk.expect_entered(entered).await;
        client
    }

    /// Sends the shutdown and waits until it has arrived.
    async fn shut_down(&mut self) {
        let _wait = waiting_for("the shutdown to be noticed", NEVER_RETURNS);
        self.shutdown.take().map(|shutdown| shutdown.send(()));
        self.told.notified().await;
        let_the_runtime_run().await;
    }

    /// It returns now. All connections of the claim must be closed by then.
    async fn expect_return(self) {
        let wait = waiting_for("serve_app to return: nothing is in flight", NEVER_RETURNS);
        let end = self.call.returned().await.value;
        drop(wait);
        expect(end.is_ok(), || {
            Failure::new("serve_app gave an error")
                .expected("Ok(())")
                .seen(format!("{end:?}"))
                .cause("an error made up at the shutdown, which is a normal end")
        });
        // A closed connection takes a moment to be noticed.
        for _ in 0..200 {
            let_the_runtime_run().await;
            if tasks_alive() == 0 {
                break;
            }
            sleep_ms(1).await;
        }
        expect_no_tasks(LEFT_RUNNING);
    }
}

/// The client's answer is 200 with this body.
async fn expect_answer(client: &mut Browser, body: &str, cause: &str) {
    let answer = client.answer(cause).await;
    let seen = (answer.status, String::from_utf8_lossy(&answer.body).into_owned());
    let cause = if answer.status == 503 { BUSY } else { cause };
    expect_eq("the answer", &seen, &(200, body.to_owned()), cause);
}
