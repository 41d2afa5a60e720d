//! `write_within`: however it ends, the payload holds exactly what is not written.

use std::io::{self, ErrorKind};
use std::time::Duration;

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::io::AsyncWrite;
use tokio_katas::probe::Writer;
use tokio_katas::probe::prelude::*;

#[rstest]
#[case::in_one_go(10)]
#[case::three_bytes_at_a_time(3)]
#[case::byte_by_byte(1)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_writer_with_room_gets_the_whole_payload_at_once(#[case] at_most: usize) {
    let whole = b"0123456789";
    let mut payload = &whole[..];
    let mut writer = Writer::new().at_most(at_most).takes_the_rest();
    let written = write(&mut writer, &mut payload, 20).await;
    expect_end(&written, Ok(true), 0, ONE_WRITE);
    expect_parted(whole, &writer, payload, ONE_WRITE);
}

/// Room for 4 bytes now, 4 more at 10 ms, the rest at 20 ms; limit 25 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_waits_for_room_while_there_is_time() {
    let whole = b"0123456789";
    let mut payload = &whole[..];
    let mut writer =
        Writer::new().takes(4).no_room_until_ms(10).takes(4).no_room_until_ms(20).takes_the_rest();
    let written = write(&mut writer, &mut payload, 25).await;
    expect_end(&written, Ok(true), 20, ONE_WRITE);
    expect_parted(whole, &writer, payload, ONE_WRITE);
}

/// Two bytes every 6 ms, limit 20 ms: those of 0, 6, 12 and 18 ms are taken, and the fifth pair is not. A clock looked at
/// between writes shows that at 24 ms; a limit for each write never runs out.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_limit_is_for_the_whole_call() {
    let whole = b"0123456789ab";
    let mut payload = &whole[..];
    let mut writer = (1..9).fold(Writer::new().takes(2), |writer, n| writer.no_room_until_ms(6 * n).takes(2));
    let written = write(&mut writer, &mut payload, 20).await;
    expect_end(&written, Ok(false), 20, if written.ms == 24 { BETWEEN_WRITES } else { ONE_LIMIT });
    expect_parted(whole, &writer, payload, HELD);
}

/// Limit 20 ms: 4 bytes go at 0 ms and 3 at 10 ms; the next room is at 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn out_of_time_the_payload_holds_what_was_not_taken() {
    let whole = b"0123456789";
    let mut payload = &whole[..];
    let mut writer =
        Writer::new().takes(4).no_room_until_ms(10).takes(3).no_room_until_ms(30).takes_the_rest();
    let written = write(&mut writer, &mut payload, 20).await;
    expect_end(&written, Ok(false), 20, ONE_LIMIT);
    expect_parted(whole, &writer, payload, HELD);
}

/// Out of time at 20 ms, tried again at 25 ms with the same payload: the writer has it once, in order.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_later_call_goes_on_from_there() {
    let whole = b"0123456789";
    let mut payload = &whole[..];
    let mut writer =
        Writer::new().takes(4).no_room_until_ms(10).takes(3).no_room_until_ms(30).takes_the_rest();
    let first = write(&mut writer, &mut payload, 20).await;
    expect_end(&first, Ok(false), 20, ONE_LIMIT);
    expect_parted(whole, &writer, payload, HELD);
    sleep_ms(5).await;
    let second = write(&mut writer, &mut payload, 20).await;
    expect_parted(whole, &writer, payload, HELD);
    expect_end(&second, Ok(true), 5, HELD);
}

/// 4 bytes at 0 ms, 2 at 10 ms, then the writer is broken.
#[rstest]
#[case::at_once(|| Writer::new().fails(ErrorKind::BrokenPipe), 0)]
#[case::after_some(|| Writer::new().takes(4).fails(ErrorKind::BrokenPipe), 0)]
#[case::later(|| Writer::new().takes(4).no_room_until_ms(10).takes(2).fails(ErrorKind::BrokenPipe), 10)]
#[claim]
#[tokio::test(start_paused = true)]
async fn on_an_error_the_payload_holds_what_was_not_taken(#[case] make: fn() -> Writer, #[case] ms: u64) {
    let whole = b"0123456789";
    let mut payload = &whole[..];
    let mut writer = make();
    let written = write(&mut writer, &mut payload, 20).await;
    expect_end(&written, Err(ErrorKind::BrokenPipe), ms, "an error swallowed, or replaced by another");
    expect_parted(whole, &writer, payload, LEAVES_EARLY);
}

/// `Pending` means "no room yet", `Ok(0)` means "never again".
#[rstest]
#[case::at_once(|| Writer::new().takes_nothing(), 0)]
#[case::after_some(|| Writer::new().takes(4).takes_nothing(), 0)]
#[case::later(|| Writer::new().takes(4).no_room_until_ms(10).takes(2).takes_nothing(), 10)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_writer_that_takes_0_bytes_is_an_error(#[case] make: fn() -> Writer, #[case] ms: u64) {
    let whole = b"0123456789";
    let mut payload = &whole[..];
    let mut writer = make();
    let written = write(&mut writer, &mut payload, 20).await;
    expect_end(
        &written,
        Err(ErrorKind::WriteZero),
        ms,
        "Ok(0) taken for \"no room yet\": that is Pending; Ok(0) means that the writer will never take a \
         byte again",
    );
    expect_parted(whole, &writer, payload, LEAVES_EARLY);
}

/// 4 bytes at 0 ms, 3 at 10 ms, 2 at 20 ms; dropped before, between and after.
#[rstest]
#[case(5, 4)]
#[case(15, 7)]
#[case(25, 9)]
#[claim]
#[tokio::test(start_paused = true)]
async fn dropped_half_way_the_payload_holds_what_was_not_taken(#[case] drop_ms: u64, #[case] taken: usize) {
    let whole = b"0123456789";
    let mut payload = &whole[..];
    let mut writer = Writer::new().takes(4).no_room_until_ms(10).takes(3).no_room_until_ms(20).takes(2);
    let _ = drop_after_ms(drop_ms, write(&mut writer, &mut payload, 40)).await;
    expect_parted(
        whole,
        &writer,
        payload,
        "the payload moved on only at the end, which a dropped call never reaches",
    );
    let seen = writer.taken().len();
    expect(seen == taken, || {
        Failure::new(format!("the writer had {seen} bytes at {drop_ms} ms, and room for {taken}"))
            .expected(format!("{taken} bytes taken"))
            .seen(format!("{seen}"))
            .cause("a pause between writes, or bytes held in a buffer")
    });
}

/// Whatever the writer would answer. Fifty times, since a select! without `biased` flips a coin.
#[rstest]
#[case::no_time_and_no_room(0, Writer::new)]
#[case::no_room(20, Writer::new)]
#[case::no_time_and_room(0, || Writer::new().takes_the_rest())]
#[case::a_broken_writer(20, || Writer::new().fails(ErrorKind::BrokenPipe))]
#[case::a_writer_that_takes_nothing(20, || Writer::new().takes_nothing())]
#[claim]
#[tokio::test(start_paused = true)]
async fn an_empty_payload_is_written_at_once(#[case] limit_ms: u64, #[case] make: fn() -> Writer) {
    for _ in 0..50 {
        new_scene();
        let (mut writer, mut payload) = (make(), &b""[..]);
        let written = write(&mut writer, &mut payload, limit_ms).await;
        let cause = match written.value {
            Ok(false) => lost_tie().await,
            _ => "the writer asked first: with nothing left to write, nothing can fail",
        };
        expect_end(&written, Ok(true), 0, cause);
    }
}

/// A writer without room and a limit of zero: nothing is written, and it does not wait.
#[claim]
#[tokio::test(start_paused = true)]
async fn no_time_and_no_room_is_out_of_time_at_once() {
    let whole = b"0123456789";
    let mut payload = &whole[..];
    let mut writer = Writer::new().no_room_until_ms(10).takes_the_rest();
    let written = write(&mut writer, &mut payload, 0).await;
    expect_end(&written, Ok(false), 0, "a limit of zero taken for no limit");
    expect_parted(whole, &writer, payload, HELD);
}

#[rstest]
#[case::all_written(|| Writer::new().takes_the_rest())]
#[case::out_of_time(|| Writer::new().takes(4))]
#[case::an_error(|| Writer::new().takes(4).fails(ErrorKind::BrokenPipe))]
#[claim]
#[tokio::test(start_paused = true)]
async fn it_does_not_flush(#[case] make: fn() -> Writer) {
    let mut payload = &b"0123456789"[..];
    let mut writer = make();
    let _ = write(&mut writer, &mut payload, 20).await;
    let (flushes, shutdowns) = (writer.flushes(), writer.shutdowns());
    expect(flushes + shutdowns == 0, || {
        let what = if flushes > 0 { "flushed" } else { "shut down" };
        Failure::new(format!("the writer was {what}"))
            .expected("nothing but writes: when to flush is the caller's to say")
            .seen(format!("{flushes} flushes, {shutdowns} shutdowns"))
            .cause("a flush out of habit, or of a buffer in between: it may wait, beyond any limit")
    });
}

/// A hundred thousand bytes, 7 at a time.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_long_payload_goes_through_whole() {
    let whole: Vec<u8> = (0..100_000_u32).map(|n| b'a' + (n % 23) as u8).collect();
    let mut payload = &whole[..];
    let mut writer = Writer::new().at_most(7).takes_the_rest();
    let written = write(&mut writer, &mut payload, 20).await;
    expect_end(&written, Ok(true), 0, "a pause between writes");
    expect_parted(&whole, &writer, payload, HELD);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    const TASK: &str = "a task that keeps the time and is never stopped: a timer needs no task of its own";
    let mut payload = &b"0123456789"[..];
    let mut writer = Writer::new().takes(4).no_room_until_ms(10).takes_the_rest();
    let _ = write(&mut writer, &mut payload, 20).await;
    expect_no_tasks(TASK);
    let (mut writer, mut payload) = (Writer::new(), &b"0123456789"[..]);
    drop_after_ms(15, write(&mut writer, &mut payload, 20)).await;
    let_the_runtime_run().await;
    expect_no_tasks(TASK);
}

/// Called at 0 ms and first polled at 15 ms; limit 20 ms, and the last room is at 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let whole = b"0123456789";
    let mut payload = &whole[..];
    expect_needs_no_runtime(|| {
        let (mut to, mut payload) = (Writer::new(), &whole[..]);
        drop(write_within(&mut to, &mut payload, Duration::from_millis(20)));
    });
    new_scene();
    let mut writer = Writer::new().takes(4).no_room_until_ms(30).takes_the_rest();
    {
        let _unpolled = write_within(&mut writer, &mut payload, Duration::from_millis(20));
    }
    expect(writer.taken().is_empty(), || {
        Failure::new("bytes were written before the first poll")
            .expected("a future does nothing until it is polled")
            .seen(format!("{} bytes written by the call", writer.taken().len()))
            .cause("a write in the call itself, outside the async block")
    });
    let call = write_within(&mut writer, &mut payload, Duration::from_millis(20));
    sleep_ms(15).await;
    let written = timed(call).await;
    expect_end(&written, Ok(true), 15, "a clock that was started by the call itself, before the first poll");
    expect_parted(whole, &writer, payload, HELD);
}

/// Random payloads and writers, and no room at exactly the limit.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_writer_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..30 {
        new_scene();
        let whole: Vec<u8> = (0..rng.pick(0..60)).map(|_| b'a' + rng.pick(0..26) as u8).collect();
        let limit_ms = 10 * rng.pick(1..5) + 5;
        let mut writer = Writer::new().at_most(rng.pick(1..9) as usize);
        // The model: what has room before the limit is written, and the last byte decides when it ends.
        let (mut room, mut now_ms) = (0, 0);
        let mut end = (whole.is_empty()).then_some((Ok(true), 0));
        for _ in 0..rng.pick(1..8) {
            let bytes = rng.pick(1..20) as usize;
            if now_ms < limit_ms {
                room += bytes;
            }
            if room >= whole.len() && now_ms < limit_ms {
                end.get_or_insert((Ok(true), now_ms));
            }
            writer = writer.takes(bytes);

            let wait_ms = rng.pick(0..3) * 10;
            if wait_ms > 0 {
                now_ms += wait_ms;
                writer = writer.no_room_until_ms(now_ms);
            }
        }
        if rng.pick(0..2) == 0 {
            writer = writer.fails(ErrorKind::ConnectionReset);
            if now_ms < limit_ms {
                end.get_or_insert((Err(ErrorKind::ConnectionReset), now_ms));
            }
        }
        let (end, ms) = end.unwrap_or((Ok(false), limit_ms));
        let mut payload = &whole[..];
        let written = write(&mut writer, &mut payload, limit_ms).await;
        expect_end(&written, end, ms, ONE_LIMIT);
        expect_parted(&whole, &writer, payload, HELD);
        let due = room.min(whole.len());
        expect(writer.taken().len() == due, || {
            Failure::new("the writer got fewer bytes than it had room for before the limit")
                .expected(format!("{due} bytes taken"))
                .seen(format!("{}", writer.taken().len()))
                .cause(ONE_WRITE)
        });
    }
}

/// To writers of one type, since the answer is compiled once.
type WriteWithin =
    for<'a> fn(&'a mut Writer, &'a mut &[u8], Duration) -> LocalBoxFuture<'a, io::Result<bool>>;

pub static ANSWER: Answer<WriteWithin> = Answer::new();

/// Here rustc sees that the writer may be of any type, and may borrow. Nothing calls it.
pub static BORROWED: Answer<WriteWithinBorrowed> = Answer::new();

type WriteWithinBorrowed = for<'a, 'w> fn(
    &'a mut &'w mut (dyn AsyncWrite + Unpin),
    &'a mut &[u8],
    Duration,
) -> LocalBoxFuture<'a, io::Result<bool>>;

fn write_within<'a>(
    writer: &'a mut Writer,
    payload: &'a mut &[u8],
    limit: Duration,
) -> LocalBoxFuture<'a, io::Result<bool>> {
    ANSWER.get()(writer, payload, limit)
}

const HELD: &str = "write_all inside a timeout: how far it came is known only to the future that the \
     time-out drops; move `payload` on right after each write, before the next .await";
const LEAVES_EARLY: &str = "a `?` or return that leaves before `payload` is moved on, or write_all, which \
     does not say how many bytes it wrote before it failed";
const ONE_LIMIT: &str =
    "a time-out around each write, which every byte taken starts again: one limit holds for the whole call";
const BETWEEN_WRITES: &str =
    "a clock looked at only between writes: a write may wait for room, so the limit must be able to end it";
const MOVED_FIRST: &str = "bytes taken off the payload before the writer has them, by a buffer in between \
     or as a chunk cut off for the next write: what holds them is dropped";
const ONE_WRITE: &str = "a single write: a writer takes what it has room for, so write again with the rest";
const FIRST_BYTES: &str =
    "the same bytes offered again after a short write: what was taken comes off the front";

/// Why an empty payload under a limit of zero was out of time: whether it is so each time tells.
async fn lost_tie() -> &'static str {
    let mut written = 0;
    for _ in 0..50 {
        let (mut writer, mut payload) = (Writer::new().takes_the_rest(), &b""[..]);
        let all = write_within(&mut writer, &mut payload, Duration::ZERO).await;
        written += usize::from(all.is_ok_and(|all| all));
    }
    match written {
        0 => "the limit looked at first: with nothing left to write, nothing can be late",
        _ => {
            "select! without `biased`: of two ready branches it picks one at random, and with nothing left \
             to write, nothing can be late"
        }
    }
}

type Written = Timed<io::Result<bool>>;

async fn write(writer: &mut Writer, payload: &mut &[u8], limit_ms: u64) -> Written {
    let lane = Lane::new("write_within");
    lane.started();
    let written = timed(write_within(writer, payload, Duration::from_millis(limit_ms))).await;
    lane.ended(End::Finished);
    let left = payload.len();
    expect(!matches!(written.value, Ok(true)) || left == 0, || {
        Failure::new(format!("it gave Ok(true) with {left} bytes left in the payload"))
            .expected("Ok(true) once all is written and the payload is empty")
            .seen(format!("Ok(true), {left} bytes left"))
            .cause(
                "only the first block of the payload written, or a payload not moved on after the last write",
            )
    });
    written
}

/// It ended so, after so many ms.
fn expect_end(written: &Written, expected: Result<bool, ErrorKind>, ms: u64, cause: &str) {
    let seen = match &written.value {
        Ok(all) => Ok(*all),
        Err(error) => Err(error.kind()),
    };
    let words = |end: &Result<bool, ErrorKind>| match end {
        Ok(true) => "Ok(true)".to_owned(),
        Ok(false) => "Ok(false)".to_owned(),
        Err(kind) => format!("an error, {kind:?}"),
    };
    expect(seen == expected, || {
        Failure::new(format!("it gave {}, not {}", words(&seen), words(&expected)))
            .expected(format!("{} after {ms} ms", words(&expected)))
            .seen(format!("{} after {} ms", words(&seen), written.ms))
            .cause(cause)
    });
    written.took_ms(ms, cause);
}

/// Of `whole`, the writer has taken the first bytes and `payload` holds the others.
fn expect_parted(whole: &[u8], writer: &Writer, payload: &[u8], cause: &str) {
    let (taken, left) = (writer.taken().len(), payload.len());
    expect(whole.starts_with(writer.taken()), || {
        Failure::new("the writer got other bytes than those of the payload, in order")
            .expected(some_of(&whole[..taken.min(whole.len())]))
            .seen(some_of(writer.taken()))
            .cause(FIRST_BYTES)
    });
    expect(whole[taken..] == *payload, || {
        let due = whole.len() - taken;
        let headline = match left.checked_sub(due) {
            Some(0) => "the payload holds other bytes than those not taken".to_owned(),
            Some(more) => {
                format!("{more} bytes are taken and still in the payload: they would be sent twice")
            }
            None => format!("{} bytes are lost: neither taken nor left in the payload", due - left),
        };
        Failure::new(headline)
            .expected(format!("the writer took {taken} of {} bytes: {due} are left", whole.len()))
            .seen(format!("{left} are left"))
            .cause(if left < due { MOVED_FIRST } else { cause })
    });
}

fn some_of(bytes: &[u8]) -> String {
    format!("{} bytes: {}", bytes.len(), String::from_utf8_lossy(&bytes[..bytes.len().min(40)]))
}
