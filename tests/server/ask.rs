//! `ask`: one line out, one line in, one limit for everything.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep_until};
use tokio_katas::probe::prelude::*;

use crate::gaps::without_long_gaps;
use tokio_katas::probe::{
    Peer, Refusing, Returned, Running, addr_of, expect_idle, listener, listener_with_small_buffers, shown,
    start, waiting_for,
};

#[rstest]
#[case::a_word("ping", "pong")]
#[case::nothing_asked("", "pong")]
#[case::nothing_answered("ping", "")]
#[case::blanks("  two words ", " \t three  words\t ")]
#[case::not_ascii("größer?", "äöü 日本 🦀")]
#[claim(stage)]
#[tokio::test]
async fn a_line_goes_out_and_a_line_comes_back(#[case] line: &'static str, #[case] answer: &'static str) {
    let (call, mut server) = conversation(line).await;
    server.expect(line.as_bytes(), NOT_SENT).await;
    server.expect(b"\n", if line.is_empty() { NOT_SENT } else { NO_NEWLINE }).await;
    server.send(format!("{answer}\n").as_bytes(), NEEDS_THE_END).await;
    expect_answer(call, answer, TRIMMED).await;
    server.expect_gone("more sent than the line and its newline, or a stream that is still open").await;
}

/// The server keeps its side open: the newline is the end.
#[claim(stage)]
#[tokio::test]
async fn the_answer_ends_at_its_newline() {
    let (call, mut server) = conversation("ping").await;
    server.expect(b"ping\n", NOT_SENT).await;
    server.send(b"pong\n", NEEDS_THE_END).await;
    expect_answer(call, "pong", NEEDS_THE_END).await;
}

/// Byte by byte, each in a packet of its own. An é comes in two of them.
#[claim(stage)]
#[tokio::test]
async fn an_answer_may_come_in_pieces() {
    let (call, mut server) = conversation("ping").await;
    server.stream().set_nodelay(true).expect("a socket option");
    server.expect(b"ping\n", NOT_SENT).await;
    for byte in "caf\u{e9}!\n".as_bytes() {
        if call.has_returned() {
            let seen = call.returned().await.value;
            Failure::new("ask returned before the whole line was there")
                .expected("it goes on reading up to the newline")
                .seen(format!("{seen:?}"))
                .cause(if seen.is_ok() { ONE_READ } else { DECODED })
                .raise()
        }
        server.send(&[*byte], ONE_READ).await;
        sleep_ms(1).await;
    }
    expect_answer(call, "caf\u{e9}!", DECODED).await;
}

/// What follows the newline does not belong to the line, and is not even text.
#[claim(stage)]
#[tokio::test]
async fn what_comes_after_the_newline_is_left() {
    const CAUSE: &str = "all that a read gave taken for the line: search it for the newline, and decode only what is \
         before it";
    let (call, mut server) = conversation("ping").await;
    server.expect(b"ping\n", NOT_SENT).await;
    server.send(b"pong\nmore\n\xff\xfe", CAUSE).await;
    expect_answer(call, "pong", CAUSE).await;
}

/// 300 kB, more than a single read gives.
#[claim(stage)]
#[tokio::test]
async fn an_answer_may_be_long() {
    let (call, mut server) = conversation("ping").await;
    server.expect(b"ping\n", NOT_SENT).await;
    let answer = "0123456789".repeat(30_000);
    server.send(answer.as_bytes(), FIXED_BUFFER).await;
    server.send(b"\n", FIXED_BUFFER).await;
    expect_answer(call, &answer, FIXED_BUFFER).await;
}

/// 8 MB, more than the buffers hold, and the server begins to read late.
#[claim(stage)]
#[tokio::test]
async fn a_line_may_be_long() {
    let server = listener_with_small_buffers();
    let line = "0123456789".repeat(800_000);
    let call = asking(addr_of(&server), &line, PLENTY);
    let mut server = Peer::accept("the server", &server, NOT_CONNECTED).await;
    sleep_ms(20).await;
    server.expect(line.as_bytes(), ONE_WRITE).await;
    server.expect(b"\n", ONE_WRITE).await;
    server.send(b"pong\n", ONE_WRITE).await;
    expect_answer(call, "pong", ONE_WRITE).await;
}

/// The server has read the question and closes, before an answer or in the middle of it.
#[rstest]
#[case::before_the_answer(b"")]
#[case::before_its_newline(b"pon")]
#[case::in_the_middle_of_a_letter(b"caf\xc3")]
#[claim(stage)]
#[tokio::test]
async fn closed_before_a_whole_line_is_an_unexpected_end(#[case] part: &'static [u8]) {
    let (call, mut server) = conversation("ping").await;
    server.expect(b"ping\n", NOT_SENT).await;
    server.send(part, CUT_SHORT).await;
    drop(server);
    if part.is_ascii() {
        expect_error(call, ErrorKind::UnexpectedEof, CUT_SHORT).await;
    } else {
        // Half a letter is not UTF-8 either.
        let seen = end(call, CUT_SHORT).await.value;
        expect(seen.is_err(), || {
            Failure::new("ask took the end of the stream for the end of a line")
                .expected("an error")
                .seen(format!("{seen:?}"))
                .cause(CUT_SHORT)
        });
    }
}

#[claim(stage)]
#[tokio::test]
async fn an_answer_that_is_not_utf_8_is_an_error() {
    const CAUSE: &str = "from_utf8_lossy, which replaces broken bytes: a line that is not UTF-8 is an error";
    let (call, mut server) = conversation("ping").await;
    server.expect(b"ping\n", NOT_SENT).await;
    server.send(b"p\xffng\n", CAUSE).await;
    let seen = end(call, CAUSE).await.value;
    expect(seen.as_ref().is_err_and(|error| error.kind() != ErrorKind::TimedOut), || {
        Failure::new(match seen {
            Ok(_) => "ask gave no error for a line that is not UTF-8",
            Err(_) => "ask gave TimedOut for a line that is not UTF-8",
        })
        .expected("an error, and not TimedOut")
        .seen(format!("{seen:?}"))
        .cause(if seen.is_ok() { CAUSE } else { PASSED_ON })
    });
}

#[claim(stage)]
#[tokio::test]
async fn a_refused_connection_is_passed_on() {
    let nobody = Refusing::new();
    expect_error(asking(nobody.addr(), "ping", PLENTY), ErrorKind::ConnectionRefused, PASSED_ON).await;
}

/// The server reads the question and breaks the connection.
#[claim(stage)]
#[tokio::test]
async fn a_reset_is_passed_on() {
    let (call, mut server) = conversation("ping").await;
    server.expect(b"ping\n", NOT_SENT).await;
    server.reset();
    let seen = end(call, TRIES_AGAIN).await;
    let kind = seen.value.as_ref().map_err(io::Error::kind);
    // The listener is gone: a second connection is refused.
    let again = kind == Err(ErrorKind::ConnectionRefused);
    expect_kind(&seen.value, ErrorKind::ConnectionReset, if again { TRIES_AGAIN } else { PASSED_ON });
    seen.expect_no_tasks(LEFT_OPEN);
}

/// Limit 60 ms. The server does not accept, or it reads and sends nothing, or it sends half a line.
#[rstest]
#[case::nobody_accepts(None)]
#[case::no_answer(Some("".as_bytes()))]
#[case::half_an_answer(Some("po".as_bytes()))]
#[claim(stage)]
#[tokio::test]
async fn without_an_answer_the_limit_ends_it(#[case] part: Option<&'static [u8]>) {
    let server = listener();
    let call = asking(addr_of(&server), "ping", Duration::from_millis(60));
    let mut peer = None;
    if let Some(part) = part {
        let mut server = Peer::accept("the server", &server, NOT_CONNECTED).await;
        // On a machine that stands still the call may have given up by now.
        server.take("ping\n".len()).await;
        let _ = server.stream().try_write(part);
        peer = Some(server);
    }
    // It has been polled, so its limit ends long before this.
    let_the_runtime_run().await;
    until_long_after(Instant::now(), 240).await;
    expect_over(&call, 60);
    let after = expect_error(call, ErrorKind::TimedOut, ONE_LIMIT).await;
    expect(after >= Duration::from_millis(60), || {
        Failure::new(format!("ask gave up after {} ms, not 60 ms", after.as_millis()))
            .expected("TimedOut after 60 ms, and not before")
            .seen(format!("after {} ms", after.as_millis()))
            .cause("a limit that is divided among the steps: each may need all of it")
    });
    if let Some(mut server) = peer {
        server.expect_gone(LEFT_OPEN).await;
    }
}

/// Limit 60 ms. A byte comes every 10 ms, and the newline only long after the limit.
#[claim(stage)]
#[tokio::test]
async fn a_slow_drip_does_not_prolong_the_limit() {
    without_long_gaps(40, async || {
        let server = listener();
        let call = asking(addr_of(&server), "ping", Duration::from_millis(60));
        let mut server = Peer::accept("the server", &server, NOT_CONNECTED).await;
        let begun = Instant::now();
        for byte in 1..=30 {
            let _ = server.stream().try_write(b".");
            until_long_after(begun, 10 * byte).await;
        }
        expect_over(&call, 60);
        expect_error(call, ErrorKind::TimedOut, ONE_LIMIT).await;
    })
    .await;
}

/// Limit 100 ms. The server takes the long line at 70 ms and answers at 150 ms: each step alone is in time.
#[claim(stage)]
#[tokio::test]
async fn sending_and_reading_share_the_limit() {
    without_long_gaps(20, async || {
        let server = listener_with_small_buffers();
        let line = "0123456789".repeat(800_000);
        let call = asking(addr_of(&server), &line, Duration::from_millis(100));
        let mut server = Peer::accept("the server", &server, NOT_CONNECTED).await;
        let begun = Instant::now();
        until_long_after(begun, 70).await;
        server.take(line.len() + 1).await;
        until_long_after(begun, 150).await;
        let _ = server.stream().try_write(b"pong\n");
        expect_error(call, ErrorKind::TimedOut, ONE_LIMIT).await;
    })
    .await;
}

/// Limit 60 ms. The line is longer than all buffers, and the server does not read.
#[claim(stage)]
#[tokio::test]
async fn a_server_that_does_not_read_is_out_of_time() {
    let server = listener_with_small_buffers();
    let line = "0123456789".repeat(3_200_000);
    let call = asking(addr_of(&server), &line, Duration::from_millis(60));
    let mut server = Peer::accept("the server", &server, NOT_CONNECTED).await;
    until_long_after(Instant::now(), 240).await;
    expect_over(&call, 60);
    expect_error(call, ErrorKind::TimedOut, ONE_LIMIT).await;
    server.rest(LEFT_OPEN).await;
}

/// Called 70 ms before its first poll, with a limit of 100 ms and no answer.
#[claim(stage)]
#[tokio::test]
async fn the_limit_counts_from_the_first_poll() {
    let server = listener();
    let addr = addr_of(&server);
    let call = ask(addr, "ping", Duration::from_millis(100)).boxed_local();
    sleep_ms(70).await;
    let after = expect_error(start(call), ErrorKind::TimedOut, ONE_LIMIT).await;
    expect(after >= Duration::from_millis(100), || {
        Failure::new(format!("ask gave up {} ms after its first poll, not 100 ms", after.as_millis()))
            .expected("TimedOut 100 ms after the first poll")
            .seen(format!("after {} ms", after.as_millis()))
            .cause(FIRST_POLL)
    });
}

/// Dropped before the answer: the server sees that the connection is closed.
#[claim(stage)]
#[tokio::test]
async fn dropped_half_way_it_closes_its_connection() {
    let (call, mut server) = conversation("ping").await;
    server.expect(b"ping\n", NOT_SENT).await;
    drop(call);
    let_the_runtime_run().await;
    expect_no_tasks(LEFT_OPEN);
    server.expect_gone(LEFT_OPEN).await;
}

/// Answers one call with "pong".
async fn answer(server: &TcpListener, call: Asking) {
    const CAUSE: &str =
        "only the first address tried: pass `addr` on to TcpStream::connect, which tries them all";
    let mut peer = Peer::accept("the server", server, CAUSE).await;
    peer.expect(b"ping\n", NOT_SENT).await;
    peer.send(b"pong\n", NEEDS_THE_END).await;
    expect_answer(call, "pong", CAUSE).await;
}

/// Two calls at the same time. The second gets its answer first.
#[claim(stage)]
#[tokio::test]
async fn two_calls_do_not_wait_for_each_other() {
    const CAUSE: &str = "something that all calls share: a static, a lock, one connection for all";
    let server = listener();
    let first = asking(addr_of(&server), "first", PLENTY);
    let mut to_first = Peer::accept("the first server", &server, CAUSE).await;
    let second = asking(addr_of(&server), "second", PLENTY);
    let mut to_second = Peer::accept("the second server", &server, CAUSE).await;
    to_second.expect(b"second\n", CAUSE).await;
    to_second.send(b"2\n", CAUSE).await;
    expect_answer(second, "2", CAUSE).await;
    to_first.expect(b"first\n", CAUSE).await;
    to_first.send(b"1\n", CAUSE).await;
    expect_answer(first, "1", CAUSE).await;
}

/// The server has the question and takes its time.
#[claim(stage)]
#[tokio::test]
async fn while_it_waits_it_sleeps() {
    let (call, mut server) = conversation("ping").await;
    server.expect(b"ping\n", NOT_SENT).await;
    expect_idle("ask", "try_read asked in a loop with yield_now: await the read instead").await;
    server.send(b"pong\n", NEEDS_THE_END).await;
    expect_answer(call, "pong", NEEDS_THE_END).await;
}

/// A text and a list of addresses. Of several, the first that accepts is used.
#[claim(stage)]
#[tokio::test]
async fn any_form_of_address_will_do() {
    let server = listener();
    let addr = addr_of(&server);
    let nobody = Refusing::new();
    let several: &'static [SocketAddr] = vec![nobody.addr(), addr].leak();
    answer(&server, asking(Address::Text(addr.to_string()), "ping", PLENTY)).await;
    answer(&server, asking(Address::Sockets(several), "ping", PLENTY)).await;
}

/// Without a poll there is no connection.
#[claim(stage)]
#[tokio::test]
async fn nothing_happens_before_the_first_poll() {
    const EAGER: &str = "a connection made, or a task spawned, outside the async block";
    let server = listener();
    let addr = addr_of(&server);
    let call = ask(addr, "ping", PLENTY).boxed_local();
    let_the_runtime_run().await;
    expect_no_tasks(EAGER);
    expect(server.accept().now_or_never().is_none(), || {
        Failure::new("ask connected before it was polled")
            .expected("nothing happens before the first poll")
            .seen("a connection")
            .cause(EAGER)
    });
    expect_needs_no_runtime(move || ask(addr, "ping", PLENTY));
    let _call = start(call);
    Peer::accept("the server", &server, NOT_CONNECTED).await.expect(b"ping\n", NOT_SENT).await;
}

/// A server that would answer at once.
#[claim(stage)]
#[tokio::test]
async fn a_limit_of_zero_is_over_at_once() {
    const CAUSE: &str = "zero taken for no limit";
    let server = listener();
    let call = asking(addr_of(&server), "ping", Duration::ZERO);
    sleep_ms(20).await;
    let_the_runtime_run().await;
    if let Some(Ok((mut stream, _))) = server.accept().now_or_never() {
        use tokio::io::AsyncWriteExt;
        let _ = stream.write_all(b"pong\n").await;
        expect_error(call, ErrorKind::TimedOut, CAUSE).await;
    } else {
        expect_error(call, ErrorKind::TimedOut, CAUSE).await;
    }
}

/// Any words, sent back in pieces of any size.
#[claim(stage)]
#[tokio::test]
async fn any_line_comes_back() {
    let mut rng = Rng::of_this_run();
    for _ in 0..20 {
        let (line, reply) = (rng.words(6).join(" "), rng.words(40).join(" "));
        let (call, mut server) = conversation(&line).await;
        server.expect(format!("{line}\n").as_bytes(), NOT_SENT).await;
        let bytes = format!("{reply}\n{}", rng.word());
        for piece in bytes.as_bytes().chunks(rng.pick(1..100) as usize) {
            // The line may be over before the last piece.
            let _ = server.stream().try_write(piece);
            let_the_runtime_run().await;
        }
        expect_answer(call, &reply, ONE_READ).await;
        server.expect_gone(LEFT_OPEN).await;
    }
}

/// An address in one of two forms, since the answer is compiled for no others. One cannot be copied and
/// the other is borrowed: all that an answer can do with both is connect.
pub enum Address<'a> {
    Text(String),
    Sockets(&'a [SocketAddr]),
}

impl From<SocketAddr> for Address<'_> {
    fn from(socket: SocketAddr) -> Self {
        Address::Text(socket.to_string())
    }
}

type Ask = for<'a> fn(Address<'a>, &'a str, Duration) -> LocalBoxFuture<'a, io::Result<String>>;

pub static ANSWER: Answer<Ask> = Answer::new();

fn ask<'a>(
    addr: impl Into<Address<'a>>,
    line: &'a str,
    limit: Duration,
) -> LocalBoxFuture<'a, io::Result<String>> {
    ANSWER.get()(addr.into(), line, limit)
}

const ONE_READ: &str = "a single read taken for the whole line: it may come in any number of pieces";
const DECODED: &str =
    "each piece decoded by itself: a letter may come in two pieces, so decode the whole line";
const FIXED_BUFFER: &str = "a buffer of a fixed size: a line may be longer";
const ONE_WRITE: &str =
    "a single write, which may take only a part of the line: write_all goes on with the rest";
const NO_NEWLINE: &str = "a newline that is not sent: the other side waits for the end of the line";
const TRIES_AGAIN: &str = "a second try after an error: pass the first error on";
const NOT_CONNECTED: &str =
    "a connection that is not awaited, or not made from what was given as the address";
const NOT_SENT: &str = "a write without its .await, or a BufWriter that is not flushed: nothing goes out";
const NEEDS_THE_END: &str = "read_to_end or read_to_string, which wait until the other side closes: the line ends at its \
     newline";
const TRIMMED: &str =
    "trim or trim_end, which remove blanks that belong to the line: remove only the newline";
const ONE_LIMIT: &str = "a timeout around one step, or one for each step: put all of the conversation into one future, and \
     one timeout around that";
const CUT_SHORT: &str = "the end of the stream taken for the end of a line: read_line returns what there is, even without \
     a newline";
const PASSED_ON: &str = "every error turned into the same kind, or into TimedOut: pass on the errors of connect, read and \
     write";
const LEFT_OPEN: &str =
    "a task or thread that holds the stream and outlives the call: keep the stream in the call's future";
const FIRST_POLL: &str = "a deadline computed when ask is called: the limit counts from the first poll";

/// Far longer than any claim takes.
const PLENTY: Duration = Duration::from_secs(60);

type Asking = Running<io::Result<String>>;

fn asking(addr: impl Into<Address<'static>>, line: &str, limit: Duration) -> Asking {
    let (addr, line) = (addr.into(), line.to_owned());
    start(async move { ask(addr, &line, limit).await }.boxed_local())
}

/// Asks a server that the claim plays, with plenty of time.
async fn conversation(line: &str) -> (Asking, Peer) {
    let server = listener();
    let call = asking(addr_of(&server), line, PLENTY);
    (call, Peer::accept("the server", &server, NOT_CONNECTED).await)
}

async fn end(call: Asking, cause: &str) -> Returned<io::Result<String>> {
    let _wait = waiting_for("ask to return", cause);
    call.returned().await
}

/// It gives this line.
async fn expect_answer(call: Asking, expected: &str, cause: &str) {
    // The whole line is there.
    let seen = end(call, NEEDS_THE_END).await;
    match &seen.value {
        Ok(answer) => expect(answer == expected, || {
            Failure::new("ask gave another line than the server's")
                .expected(shown(expected.as_bytes()))
                .seen(shown(answer.as_bytes()))
                .cause(cause)
        }),
        Err(error) => Failure::new(format!("ask gave an error, {:?}: {error}", error.kind()))
            .expected(format!("Ok({})", shown(expected.as_bytes())))
            .seen(format!("{error:?}"))
            .cause(cause)
            .raise(),
    }
    seen.expect_no_tasks(LEFT_OPEN);
}

/// It gives an error of this kind.
async fn expect_error(call: Asking, expected: ErrorKind, cause: &str) -> Duration {
    let seen = end(call, cause).await;
    expect_kind(&seen.value, expected, cause);
    seen.expect_no_tasks(LEFT_OPEN);
    seen.after
}

fn expect_kind(seen: &io::Result<String>, expected: ErrorKind, cause: &str) {
    let kind = seen.as_ref().map_err(io::Error::kind);
    expect(kind == Err(expected), || {
        let gave = match seen {
            Ok(answer) => format!("Ok({})", shown(answer.as_bytes())),
            Err(error) => format!("an error, {:?}", error.kind()),
        };
        Failure::new(format!("ask gave {gave}, not {expected:?}"))
            .expected(format!("an error, {expected:?}"))
            .seen(gave)
            .cause(cause)
    });
}

/// Waits until `ms` after `start`, and until a call with a shorter limit has been polled since.
async fn until_long_after(start: Instant, ms: u64) {
    sleep_until(start + Duration::from_millis(ms)).await;
    let_the_runtime_run().await;
}

/// It has given up by now: its limit is long over.
fn expect_over(call: &Asking, limit_ms: u64) {
    expect(call.has_returned(), || {
        Failure::new("ask went on although its limit was over")
            .expected(format!("TimedOut after {limit_ms} ms"))
            .seen("no return in several times that")
            .cause(ONE_LIMIT)
    });
}
