//! `serve_echo`: every client gets its own bytes back, whatever the others do, even after the shutdown.

use std::future::{Future, pending, ready};
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, join_all, join3};
use rstest::rstest;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{
    Peer, Running, addr_of, expect_idle, listener, listener_with_small_buffers, noise, start, waiting_for,
};

/// Every byte value, zeros, line ends of each kind, no newline at the end.
#[claim(stage)]
#[tokio::test]
async fn the_bytes_come_back_as_they_are() {
    let echo = serve();
    let mut client = echo.client(0).await;
    let all: Vec<u8> = (0..=255).collect();
    for bytes in [&all[..], b"\0\0\0", b"\r\n\n\r", "é".as_bytes(), b"no newline"] {
        client.echo(bytes, NOT_ECHOED).await;
    }
}

/// One byte at a time: each is back before the next is sent.
#[claim(stage)]
#[tokio::test]
async fn a_single_byte_comes_back_at_once() {
    let echo = serve();
    let mut client = Peer::connect("client 0", echo.addr).await;
    for byte in b"a\nb" {
        client.echo(&[*byte], NOT_ECHOED).await;
    }
}

/// 3 MB through small buffers. Three times the client sends until nothing more fits, and reads only then.
#[claim(stage)]
#[tokio::test]
async fn a_large_payload_comes_back_whole() {
    const CAUSE: &str =
        "write, which may take only a part of what it is given: write_all goes on with the rest";
    let echo = serve_on(listener_with_small_buffers());
    let mut client = Peer::connect_with_small_buffers("client 0", echo.addr).await;
    let bytes = noise(1_000_000);
    for _ in 0..3 {
        let sent = client.send_until_full(&bytes).await;
        client.exchange(&bytes[sent..], &bytes, CAUSE).await;
    }
    client.close_its_side().await;
    client.expect_end(NOT_CLOSED).await;
}

/// Three clients send different bytes at the same time.
#[claim(stage)]
#[tokio::test]
async fn no_client_gets_anothers_bytes() {
    const CAUSE: &str = "one buffer or one channel for several connections";
    let echo = serve();
    let (mut a, mut b, mut c) = (echo.client(0).await, echo.client(1).await, echo.client(2).await);
    let bytes = noise(300_000);
    let (first, second, third) = (&bytes[..100_000], &bytes[100_000..200_000], &bytes[200_000..]);
    join3(
        a.exchange(first, first, CAUSE),
        b.exchange(second, second, CAUSE),
        c.exchange(third, third, CAUSE),
    )
    .await;
}

/// Client 0 sends nothing. Client 1 does not read, although its echo fills all buffers.
#[claim(stage)]
#[tokio::test]
async fn a_client_that_does_nothing_holds_up_no_other() {
    let echo = serve_on(listener_with_small_buffers());
    Peer::connect("a first client", echo.addr).await.echo(b"hello", NOT_ECHOED).await;
    let mut idle = Peer::connect("client 0", echo.addr).await;
    Peer::connect("a second client", echo.addr).await.echo(b"and I?", ONE_BY_ONE).await;
    let mut stuck = Peer::connect_with_small_buffers("client 1", echo.addr).await;
    let bytes = noise(4_000_000);
    let sent = stuck.send_until_full(&bytes).await;
    let mut client = Peer::connect("client 2", echo.addr).await;
    client.echo(b"are you there?", ONE_WRITER).await;
    idle.echo(b"so am I", ONE_WRITER).await;
    stuck.expect(&bytes[..sent], "bytes lost while a client did not read").await;
}

/// The client sends everything, or as much as the buffers take, closes its side, and reads only then.
#[rstest]
#[case::nothing(0)]
#[case::a_word(4)]
#[case::more_than_a_buffer(100_000)]
#[case::all_that_fits(4_000_000)]
#[claim(stage)]
#[tokio::test]
async fn a_client_that_has_closed_its_side_gets_all_its_bytes_and_the_end(#[case] length: usize) {
    let echo = serve_on(listener_with_small_buffers());
    let _other = echo.client(0).await;
    let mut client = Peer::connect_with_small_buffers("client 1", echo.addr).await;
    let bytes = noise(length);
    let sent = client.send_until_full(&bytes).await;
    client.close_its_side().await;
    client.expect(&bytes[..sent], LOST_AT_THE_END).await;
    client.expect_end(NOT_CLOSED).await;
}

/// 60 clients, all connected before the first sends anything. They send from the last to the first.
#[claim(stage)]
#[tokio::test]
async fn many_connections_are_open_side_by_side() {
    const CAUSE: &str = "a limit on open connections, which the task does not have";
    let echo = serve();
    let connect = |number| Peer::connect(format!("client {number}"), echo.addr);
    let mut clients = join_all((0..60).map(connect)).await;
    for round in 0..2_usize {
        for (number, client) in clients.iter_mut().enumerate().rev() {
            client.echo(format!("{round}: I am {number}").as_bytes(), CAUSE).await;
        }
    }
}

/// Two connections stay open for 300 ms after the shutdown and longer. They are served, and the call returns
/// with the last.
#[claim(stage)]
#[tokio::test]
async fn open_connections_are_finished_after_the_shutdown() {
    const EARLY: &str = "a return at the shutdown: first wait for the connections that are open";
    const GRACE: &str = "a return after a fixed grace period: an open connection takes as long as it takes";
    let mut echo = serve();
    let (mut first, mut last) = (echo.client(0).await, echo.client(1).await);
    echo.shut_down().await;
    echo.call.expect_running("serve_echo", EARLY);
    sleep_ms(300).await;
    let bytes = noise(100_000);
    for client in [&mut first, &mut last] {
        echo.call.expect_running("serve_echo", GRACE);
        client.exchange(&bytes, &bytes, CUT_OFF).await;
    }
    first.close_its_side().await;
    first.expect_end(NOT_CLOSED).await;
    for _ in 0..20 {
        echo.call.expect_running("serve_echo", EARLY);
        last.echo(b"one is left", CUT_OFF).await;
    }
    last.close_its_side().await;
    last.expect_end(NOT_CLOSED).await;
    echo.expect_count(2).await;
}

/// Client 0 is open, so the call goes on. Client 1 comes after the shutdown and sends something.
#[claim(stage)]
#[tokio::test]
async fn after_the_shutdown_no_new_connection_is_served() {
    let mut echo = serve();
    let mut open = echo.client(0).await;
    echo.shut_down().await;
    // It may be refused, or left waiting.
    let mut late = TcpStream::connect(echo.addr).await.ok();
    if let Some(late) = &mut late {
        let _ = late.try_write(b"me too");
    }
    for _ in 0..20 {
        open.echo(b"any news?", CUT_OFF).await;
    }
    if let Some(late) = &late {
        let mut bytes = [0; 8];
        let seen = late.try_read(&mut bytes);
        expect(!matches!(seen, Ok(1..)), || {
            Failure::new("a client that came after the shutdown got an echo")
                .expected("it is refused, reset or left waiting")
                .seen("its bytes came back")
                .cause(STILL_SERVING)
        });
    }
    open.close_its_side().await;
    open.expect_end(NOT_CLOSED).await;
    echo.expect_count(1).await;
}

/// No client has ever connected.
#[rstest]
#[case::at_the_first_poll(true)]
#[case::later(false)]
#[claim(stage)]
#[tokio::test]
async fn without_a_client_it_returns_at_the_shutdown(#[case] at_once: bool) {
    if at_once {
        let listener = listener();
        let call = start(serve_echo(listener, ready(()).boxed_local()).boxed_local());
        let_the_runtime_run().await;
        expect(call.has_returned(), || {
            Failure::new("it did not return at the shutdown")
                .expected("Ok(0) at once")
                .seen("no return")
                .cause(NEVER_RETURNS)
        });
        let seen = call.returned().await.value.ok();
        expect_eq("the number of connections", &seen, &Some(0), COUNT);
    } else {
        let mut echo = serve();
        let_the_runtime_run().await;
        echo.call.expect_running("serve_echo", "a while without clients taken for the end");
        echo.shut_down().await;
        echo.expect_count(0).await;
    }
}

/// Client 0 breaks its connection, while it is idle or in the middle of an echo. Client 3 closes its own.
#[rstest]
#[case::while_idle(0)]
#[case::in_the_middle_of_an_echo(4_000_000)]
#[claim(stage)]
#[tokio::test]
async fn a_reset_harms_no_other_and_counts(#[case] unread: usize) {
    let mut echo = serve_on(listener_with_small_buffers());
    let mut other = echo.client(1).await;
    let mut broken = Peer::connect_with_small_buffers("client 0", echo.addr).await;
    broken.echo(b"hello", ONE_BY_ONE).await;
    broken.send_until_full(&noise(unread)).await;
    broken.reset();
    for _ in 0..20 {
        other.echo(b"still there?", BROKEN_STOPS).await;
    }
    let mut closed = echo.client(3).await;
    closed.close_its_side().await;
    closed.expect_end(NOT_CLOSED).await;
    let mut late = echo.client(2).await;
    echo.shut_down().await;
    for client in [&mut other, &mut late] {
        client.close_its_side().await;
        client.expect_end(NOT_CLOSED).await;
    }
    echo.expect_count_of(4, |count| if count == 3 { BROKEN_UNCOUNTED } else { EARLIER_UNCOUNTED }).await;
}

/// Before the shutdown two connections end and one breaks, and the same again after it.
#[claim(stage)]
#[tokio::test]
async fn it_counts_what_has_finished_or_broken() {
    let mut echo = serve();
    let mut clients = Vec::new();
    for number in 0..6 {
        clients.push(echo.client(number).await);
    }
    for (number, mut client) in clients.into_iter().enumerate() {
        if number == 3 {
            echo.shut_down().await;
        }
        if number % 3 == 0 {
            client.reset();
        } else {
            client.close_its_side().await;
            client.expect_end(NOT_CLOSED).await;
        }
    }
    echo.expect_count(6).await;
}

/// A client connects and breaks its connection before the server is polled for the first time.
#[claim(stage)]
#[tokio::test]
async fn a_reset_before_it_is_accepted_harms_no_other() {
    const CAUSE: &str = "peer_addr or an option of a stream that is broken already, and its error taken for the server's: \
         only that connection has ended";
    let listener = listener();
    let addr = addr_of(&listener);
    Peer::connect("client 0", addr).await.reset();
    let echo = serve_on(listener);
    let_the_runtime_run().await;
    if echo.call.has_returned() {
        // Where the system reports such a reset by `accept`, that error may be returned.
        let end = echo.call.returned().await.value;
        let allowed = matches!(&end, Err(error) if error.kind() == ErrorKind::ConnectionAborted);
        expect(allowed, || {
            Failure::new("one client's reset ended the server")
                .expected("the server goes on")
                .seen(format!("it returned {end:?}"))
                .cause(CAUSE)
        });
        return;
    }
    let mut client = Peer::connect("client 1", addr).await;
    client.echo(b"hello", CAUSE).await;
}

/// A client connects and sends before the first poll.
#[claim(stage)]
#[tokio::test]
async fn nothing_happens_before_the_first_poll() {
    const EAGER: &str =
        "accepting or spawning outside the async block: it begins with the call, not with the first poll";
    let listener = listener();
    let addr = addr_of(&listener);
    let call = serve_echo(listener, pending().boxed_local()).boxed_local();
    let mut client = Peer::connect("client 0", addr).await;
    client.send(b"hello", EAGER).await;
    let_the_runtime_run().await;
    expect_no_tasks(EAGER);
    client.expect_nothing(EAGER);
    let _call = start(call);
    client.expect(b"hello", NOT_ECHOED).await;
    let other = self::listener();
    expect_needs_no_runtime(move || serve_echo(other, pending()));
}

/// Dropped with two connections open: both are closed, and the port no longer listens.
#[claim(stage)]
#[tokio::test]
async fn dropped_half_way_it_stops_everything() {
    let echo = serve();
    let (mut idle, mut talking) = (echo.client(0).await, echo.client(1).await);
    talking.send(b"and then", NOT_ECHOED).await;
    let addr = echo.addr;
    drop(echo);
    let_the_runtime_run().await;
    expect_no_tasks(LEFT_RUNNING);
    idle.expect_gone(LEFT_RUNNING).await;
    talking.rest(LEFT_RUNNING).await;
    expect(TcpStream::connect(addr).await.is_err(), || {
        Failure::new("the port was still listened on")
            .expected("a new connection is refused")
            .seen("it was made")
            .cause(LEFT_RUNNING)
    });
}

/// A client is connected and sends nothing.
#[claim(stage)]
#[tokio::test]
async fn while_nothing_happens_it_sleeps() {
    let echo = serve();
    let _idle = echo.client(0).await;
    expect_idle(
        "serve_echo",
        "try_read, try_accept or a flag asked in a loop with yield_now: await it instead",
    )
    .await;
}

/// The shutdown borrows from the claim, so the call cannot be moved into a task.
#[claim]
#[tokio::test]
async fn the_shutdown_may_borrow() {
    let order = Notify::new();
    let shutdown = async { order.notified().await };
    let listener = listener();
    let addr = addr_of(&listener);
    let script = async {
        let mut client = Peer::connect("client 0", addr).await;
        client.echo(b"hello", NOT_ECHOED).await;
        client.close_its_side().await;
        client.expect_end(NOT_CLOSED).await;
        order.notify_one();
        waiting_for("serve_echo to return: its only connection has ended", NEVER_RETURNS)
    };
    let served: Pin<Box<dyn Future<Output = io::Result<usize>> + '_>> =
        Box::pin(serve_echo(listener, shutdown));
    let (count, _wait) = futures::join!(served, script);
    expect_eq("the number of connections", &count.ok(), &Some(1), COUNT);
    expect_eq("the number of tasks left", &tasks_alive(), &0, LEFT_RUNNING);
}

/// Clients send words and end in any order, some of them by a reset.
#[claim(stage)]
#[tokio::test]
async fn any_clients_get_their_bytes_and_are_counted() {
    let mut rng = Rng::of_this_run();
    let mut echo = serve();
    let count = rng.pick(5..20) as usize;
    let mut clients = Vec::new();
    for number in 0..count {
        clients.push(echo.client(number).await);
    }
    let last_before = rng.pick(1..count as u64) as usize;
    while let Some(at) = clients.len().checked_sub(1) {
        let mut client = clients.swap_remove(rng.pick(0..at as u64 + 1) as usize);
        if clients.len() == last_before {
            echo.shut_down().await;
        }
        for word in rng.words(4) {
            client.echo(word.as_bytes(), NOT_ECHOED).await;
        }
        if rng.pick(0..3) == 0 {
            client.reset();
        } else {
            client.close_its_side().await;
            client.expect_end(NOT_CLOSED).await;
        }
    }
    echo.expect_count(count).await;
}

/// A shutdown of one type, since the answer is compiled once.
type ServeEcho = fn(TcpListener, LocalErasedFuture<'_, ()>) -> LocalBoxFuture<'_, io::Result<usize>>;

pub static ANSWER: Answer<ServeEcho> = Answer::new();

fn serve_echo<'a, S>(listener: TcpListener, shutdown: S) -> LocalBoxFuture<'a, io::Result<usize>>
where
    S: Future<Output = ()> + 'a,
{
    ANSWER.get()(listener, LocalErasedFuture::new(shutdown, |()| ()))
}

const ONE_BY_ONE: &str = "the next accept waits for the connection before it: serve each in a task or a future of its \
     own, beside the loop that accepts";
const NOT_ECHOED: &str = "a write without its .await, or bytes sent back only at the end of a line or of the stream: send back \
     what a read gave before the next read";
const ONE_WRITER: &str =
    "one task that writes to all connections in turn: a client that does not read holds it up";
const LOST_AT_THE_END: &str =
    "what was read and not yet sent back is thrown away once the client has closed its side: it still reads";
const NOT_CLOSED: &str = "a stream that is still held after its echo has ended: the client sees the end only when its last \
     half is dropped";
const CUT_OFF: &str =
    "open connections dropped or aborted at the shutdown: stop accepting, then wait for those that are open";
const STILL_SERVING: &str = "the loop goes on accepting while it waits for the open connections";
const BROKEN_STOPS: &str = "a `?` or unwrap on one connection's result that ends the whole server";
const COUNT: &str = "only some connections counted: each that has ended counts";
const BROKEN_UNCOUNTED: &str = "a broken connection that is not counted: it has ended, too";
const EARLIER_UNCOUNTED: &str =
    "connections that ended before the shutdown not counted: all that have ended count";
const NEVER_RETURNS: &str =
    "a shutdown that is looked at only between two connections: await it beside the next one";
const LEFT_RUNNING: &str = "connections in detached tasks (tokio::spawn and a dropped handle): a JoinSet stops its tasks when it \
     is dropped, and join_next waits until they are gone";

/// The server under test, its port and its shutdown.
struct Echo {
    addr: SocketAddr,
    call: Running<io::Result<usize>>,
    shutdown: Option<oneshot::Sender<()>>,
    told: Rc<Notify>,
}

/// Calls `serve_echo` with a shutdown that is neither `Send` nor `Unpin`.
fn serve_on(listener: TcpListener) -> Echo {
    let (tx, rx) = oneshot::channel();
    let told = Rc::new(Notify::new());
    let tell = Rc::clone(&told);
    let shutdown = async move {
        let _ = rx.await;
        tell.notify_one();
    };
    let addr = addr_of(&listener);
    let call = start(serve_echo(listener, shutdown.boxed_local()).boxed_local());
    Echo { addr, call, shutdown: Some(tx), told }
}

fn serve() -> Echo {
    serve_on(listener())
}

impl Echo {
    /// A client whose connection is accepted: it has had an echo.
    async fn client(&self, number: usize) -> Peer {
        let mut client = Peer::connect(format!("client {number}"), self.addr).await;
        client.echo(b"hello", if number == 0 { NOT_ECHOED } else { ONE_BY_ONE }).await;
        client
    }

    /// Sends the shutdown and waits until it has arrived.
    async fn shut_down(&mut self) {
        let _wait = waiting_for("the shutdown to be noticed", NEVER_RETURNS);
        self.shutdown.take().map(|shutdown| shutdown.send(()));
        self.told.notified().await;
        let_the_runtime_run().await;
    }

    /// It returns now, leaves nothing running, and has counted `expected` connections.
    async fn expect_count(self, expected: usize) {
        self.expect_count_of(expected, |_| COUNT).await;
    }

    /// As [`expect_count`](Self::expect_count), with the usual cause of each other count.
    async fn expect_count_of(self, expected: usize, cause: fn(usize) -> &'static str) {
        let wait = waiting_for("serve_echo to return: every connection has ended", NEVER_RETURNS);
        let end = self.call.returned().await;
        drop(wait);
        end.expect_no_tasks(LEFT_RUNNING);
        match end.value {
            Ok(count) => expect_eq("the number of connections", &count, &expected, cause(count)),
            Err(error) => Failure::new(format!("serve_echo gave an error: {error}"))
                .expected(format!("Ok({expected})"))
                .seen(format!("{error:?}"))
                .cause(BROKEN_STOPS)
                .raise(),
        }
    }
}
