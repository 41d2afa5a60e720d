//! `read_frame`: dropped half-way, and no byte is lost.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};
use tokio_katas::probe::prelude::*;

/// Two frames, "hello" and "world!". So many bytes come at 0 ms, the others at 10 ms. Dropped at 5 ms, and called
/// again.
#[rstest]
#[case::half_a_length(2)]
#[case::the_length(4)]
#[case::half_a_frame(7)]
#[case::nothing(0)]
#[claim]
#[tokio::test(start_paused = true)]
async fn dropped_half_way_no_byte_is_lost(#[case] first: usize) {
    on_deadlock(LOST);
    let bytes = [frame(b"hello"), frame(b"world!")].concat();
    let (now, later) = bytes.split_at(first);
    let mut reader = Reader::new().gives(now).until_ms(10).gives(later);
    let mut held = Vec::new();
    let given = drop_after_ms(5, read_frame(&mut reader, &mut held)).await;
    expect(given.is_none(), || Failure::new("it ended before the frame was whole").cause(ONE_READ));
    expect_held(&reader, &held, 0);
    read(&mut reader, &mut held).await.is(Ok(Some(b"hello")), 5, LOST);
    expect_held(&reader, &held, 9);
    on_deadlock(READS_FIRST);
    read(&mut reader, &mut held).await.is(Ok(Some(b"world!")), 0, LOST);
}

/// A frame of 300 bytes in pieces of so many, a piece each 10 ms, and then nothing more.
#[rstest]
#[case::at_once(304)]
#[case::in_two_pieces(152)]
#[case::the_length_cut(3)]
#[case::byte_by_byte(1)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_frame_is_given_in_the_instant_in_which_it_is_whole(#[case] piece: usize) {
    on_deadlock(READS_ON);
    let body: Vec<u8> = (0..300).map(|n| b'a' + (n % 23) as u8).collect();
    let bytes = frame(&body);
    let mut reader = Reader::new();
    for (nth, piece) in bytes.chunks(piece).enumerate() {
        reader = reader.until_ms(10 * nth as u64).gives(piece);
    }
    let ms = 10 * (bytes.len().div_ceil(piece) - 1) as u64;
    let mut held = Vec::new();
    let seen = read(&mut reader, &mut held).await;
    seen.is(Ok(Some(&body)), ms, if seen.ms == 0 { ONE_READ } else { READS_ON });
    expect_held(&reader, &held, bytes.len());
}

/// Three frames come in one piece.
#[claim]
#[tokio::test(start_paused = true)]
async fn what_is_read_beyond_stays() {
    on_deadlock(BEYOND);
    let bytes = [frame(b"one"), frame(b""), frame(b"three")].concat();
    let (mut reader, mut held) = (Reader::new().gives(&bytes).ends(), Vec::new());
    read(&mut reader, &mut held).await.is(Ok(Some(b"one")), 0, BEYOND);
    expect_held(&reader, &held, 7);
    read(&mut reader, &mut held).await.is(
        Ok(Some(b"")),
        0,
        "a length of 0 taken for the end: a frame of no bytes is one",
    );
    expect_held(&reader, &held, 11);
    read(&mut reader, &mut held).await.is(Ok(Some(b"three")), 0, BEYOND);
    read(&mut reader, &mut held).await.is(Ok(None), 0, EOF_BETWEEN);
}

/// `held` has a whole frame and two bytes more; the reader has nothing. Twenty times, since a choice may fall to
/// chance.
#[rstest]
#[case::of_some_bytes(b"whole")]
#[case::of_no_bytes(b"")]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_whole_frame_in_held_is_given_without_reading(#[case] body: &[u8]) {
    on_deadlock(READS_FIRST);
    for _ in 0..20 {
        new_scene();
        let mut held = [frame(body), vec![0, 0]].concat();
        let mut reader = Reader::new();
        read(&mut reader, &mut held).await.is(Ok(Some(body)), 0, READS_FIRST);
        expect_eq("the number of reads", &reader.reads, &0, READS_FIRST);
        expect_eq("what is held", &held, &vec![0, 0], BEYOND);
    }
}

/// The end comes after a whole frame, and stays.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_end_between_two_frames_is_none_each_time() {
    let (mut reader, mut held) = (Reader::new().gives(&frame(b"last")).ends(), Vec::new());
    read(&mut reader, &mut held).await.is(Ok(Some(b"last")), 0, BEYOND);
    for _ in 0..3 {
        read(&mut reader, &mut held).await.is(Ok(None), 0, EOF_BETWEEN);
    }
}

/// So many of the nine bytes of a frame come, or are held already. Then the input ends.
#[rstest]
#[case::in_the_length(1)]
#[case::behind_the_length(4)]
#[case::in_the_frame(8)]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_end_inside_a_frame_is_an_error(#[case] count: usize) {
    const CAUSE: &str = "the end inside a frame taken for the end between two: nothing may be held there, not \
         even a part of a length";
    let bytes = frame(b"hello");
    let (mut reader, mut held) = (Reader::new().gives(&bytes[..count]).ends(), Vec::new());
    read(&mut reader, &mut held).await.is(Err(ErrorKind::UnexpectedEof), 0, CAUSE);
    new_scene();
    let (mut reader, mut held) = (Reader::new().ends(), bytes[..count].to_vec());
    read(&mut reader, &mut held).await.is(Err(ErrorKind::UnexpectedEof), 0, CAUSE);
}

/// The four bytes of the length come, or are held already, and nothing after them.
#[rstest]
#[case::by_one(65_537)]
#[case::by_far(u32::MAX)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_length_above_65536_is_invalid_at_once(#[case] length: u32) {
    const CAUSE: &str = "a length that is believed, or looked at only when the frame has been read: whoever \
         sends four bytes decides then how much is read and kept";
    on_deadlock(CAUSE);
    let bytes = length.to_be_bytes();
    let mut reader = Reader::new().gives(&bytes[..2]).until_ms(10).gives(&bytes[2..]);
    read(&mut reader, &mut Vec::new()).await.is(Err(ErrorKind::InvalidData), 10, CAUSE);
    new_scene();
    let mut reader = Reader::new();
    read(&mut reader, &mut bytes.to_vec()).await.is(Err(ErrorKind::InvalidData), 0, CAUSE);
    expect_eq("the number of reads", &reader.reads, &0, CAUSE);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn a_frame_of_65536_bytes_is_allowed() {
    let body: Vec<u8> = (0..65_536_u32).map(|n| n as u8).collect();
    let (mut reader, mut held) = (Reader::new().gives(&frame(&body)), Vec::new());
    on_deadlock(READS_ON);
    read(&mut reader, &mut held).await.is(
        Ok(Some(&body)),
        0,
        "a limit that is off by one: 65536 bytes are allowed",
    );
}

/// So many bytes come, then an error, then the rest.
#[rstest]
#[case::before_the_length(0, ErrorKind::ConnectionReset)]
#[case::in_the_length(3, ErrorKind::TimedOut)]
#[case::in_the_frame(6, ErrorKind::ConnectionReset)]
#[claim]
#[tokio::test(start_paused = true)]
async fn after_an_error_a_later_call_goes_on(#[case] count: usize, #[case] kind: ErrorKind) {
    on_deadlock(LOST);
    let bytes = frame(b"hello");
    let mut reader = Reader::new().gives(&bytes[..count]).fails(kind).gives(&bytes[count..]);
    let mut held = Vec::new();
    read(&mut reader, &mut held).await.is(
        Err(kind),
        0,
        "an error swallowed, or replaced by another: it is passed on",
    );
    expect_held(&reader, &held, 0);
    read(&mut reader, &mut held).await.is(Ok(Some(b"hello")), 0, LOST);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| {
        let (mut reader, mut held) = (Reader::new(), Vec::new());
        drop(read_frame(&mut reader, &mut held));
    });
    let (mut reader, mut held) = (Reader::new().gives(&frame(b"hello")), frame(b"first"));
    drop(read_frame(&mut reader, &mut held));
    expect_eq("the number of reads by the call itself", &reader.reads, &0, CALL);
    expect_eq("what is held after the call", &held, &frame(b"first"), CALL);
    read(&mut reader, &mut held).await.is(Ok(Some(b"first")), 0, CALL);
}

/// Random frames in random pieces at random times; each call is dropped now and then.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_reader_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..40 {
        new_scene();
        on_deadlock(LOST);
        let bodies: Vec<Vec<u8>> = (0..rng.pick(1..6))
            .map(|_| (0..rng.pick(0..40) * rng.pick(0..2)).map(|_| rng.pick(0..256) as u8).collect())
            .collect();
        let bytes: Vec<u8> = bodies.iter().flat_map(|body| frame(body)).collect();
        let (mut reader, mut rest, mut ms) = (Reader::new().at_most(rng.pick(1..20) as usize), &bytes[..], 0);
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(rng.pick(1..30).min(rest.len() as u64) as usize);
            rest = behind;
            // Drops come at odd instants.
            ms += 2 * rng.pick(0..4);
            reader = reader.until_ms(ms).gives(piece);
        }
        let (mut reader, mut held, mut given) = (reader.ends(), Vec::new(), 0);
        let start = Instant::now();
        for body in &bodies {
            loop {
                let patience_ms = 2 * rng.pick(0..6) + 1 + start.elapsed().as_millis() as u64 % 2;
                let Some(seen) = drop_after_ms(patience_ms, read_frame(&mut reader, &mut held)).await else {
                    expect_held(&reader, &held, given);
                    continue;
                };
                given += 4 + body.len();
                let frame = seen.map_err(|error| error.kind());
                expect_eq("the frame", &frame, &Ok(Some(body.clone())), LOST);
                expect_held(&reader, &held, given);
                break;
            }
        }
        read(&mut reader, &mut held).await.is(Ok(None), 0, EOF_BETWEEN);
    }
}

/// From readers of one type, since the answer is compiled once.
type ReadFrame =
    for<'a> fn(&'a mut Reader, &'a mut Vec<u8>) -> LocalBoxFuture<'a, io::Result<Option<Vec<u8>>>>;

pub static ANSWER: Answer<ReadFrame> = Answer::new();

/// Here rustc sees that the reader may be of any type, and may borrow. Nothing calls it.
pub static BORROWED: Answer<ReadFrameBorrowed> = Answer::new();

type ReadFrameBorrowed = for<'a, 'r> fn(
    &'a mut &'r mut (dyn AsyncRead + Unpin),
    &'a mut Vec<u8>,
) -> LocalBoxFuture<'a, io::Result<Option<Vec<u8>>>>;

fn read_frame<'a>(
    reader: &'a mut Reader,
    held: &'a mut Vec<u8>,
) -> LocalBoxFuture<'a, io::Result<Option<Vec<u8>>>> {
    ANSWER.get()(reader, held)
}

const LOST: &str = "bytes read into something that the future owns, by read_exact, read_u32 or a buffer that \
     is only put back at the end: a drop, or an error, takes them along; read into `held` itself, as \
     read_buf(held) does";
const ZEROS: &str = "`held` made longer before the bytes are there, as resize and read_exact do: a drop \
     leaves zeros in it that nobody sent";
const LENGTH_GONE: &str = "the length taken out of `held` before its frame is whole: a later call takes the \
     next four bytes for a length";
const BEYOND: &str = "what was read beyond the frame thrown away, by clear() or a BufReader of the call's \
     own: it is the beginning of the next frame, and stays in `held`";
const ONE_READ: &str =
    "a single read taken for a whole frame, or a whole length: a read gives as many bytes as it likes";
const READS_FIRST: &str = "reading before looking at what is held: a whole frame is given without reading";
const READS_ON: &str = "reading on although the frame is whole: look at what is held after each read";
const EOF_BETWEEN: &str =
    "the end between two frames taken for an error: it is Ok(None), each time it is asked";
const SPINS_AT_THE_END: &str =
    "a read of 0 bytes taken for \"nothing yet\": that is Pending; 0 bytes are the end, each time";
const CALL: &str = "something read, or taken out of `held`, by the call itself, outside the async block";
const ENDIAN: &str =
    "the length read with its bytes in another order: it is big-endian, the highest byte first";
const OTHER_BYTES: &str =
    "another part of the bytes given out: a frame is what comes after its length, without the length itself";

fn frame(body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32).to_be_bytes(), body].concat()
}

async fn read(reader: &mut Reader, held: &mut Vec<u8>) -> Read {
    let seen = timed(read_frame(reader, held)).await;
    Read { ms: seen.ms, value: seen.value.map_err(|error| error.kind()) }
}

/// How a call ended, and after how many ms.
struct Read {
    ms: u64,
    value: Result<Option<Vec<u8>>, ErrorKind>,
}

impl Read {
    fn is(&self, expected: Result<Option<&[u8]>, ErrorKind>, ms: u64, cause: &str) {
        let expected = expected.map(|frame| frame.map(<[u8]>::to_vec));
        expect(self.value == expected, || {
            let cause = match (&self.value, &expected) {
                (Err(ErrorKind::InvalidData), Ok(Some(due))) if due.len() < 65_536 => ENDIAN,
                (Ok(Some(seen)), Ok(Some(due))) if !seen.is_empty() && seen.len() >= due.len() => OTHER_BYTES,
                // It has seen the end of the input, and the frame is whole.
                (Err(ErrorKind::UnexpectedEof), Ok(Some(_))) => READS_FIRST,
                _ => cause,
            };
            Failure::new(format!("it gave {}, not {}", words(&self.value), words(&expected)))
                .expected(format!("{} after {ms} ms", words(&expected)))
                .seen(format!("{} after {} ms", words(&self.value), self.ms))
                .cause(cause)
        });
        expect(self.ms == ms, || {
            let word = if self.ms > ms { "late" } else { "early" };
            Failure::new(format!(
                "it ended {} ms too {word}: after {} ms, not {ms} ms",
                self.ms.abs_diff(ms),
                self.ms
            ))
            .expected(format!("{} after {ms} ms", words(&expected)))
            .seen(format!("after {} ms", self.ms))
            .cause(cause)
        });
    }
}

fn words(end: &Result<Option<Vec<u8>>, ErrorKind>) -> String {
    match end {
        Ok(Some(frame)) => format!("a frame of {}", shown(frame)),
        Ok(None) => "Ok(None)".to_owned(),
        Err(kind) => format!("an error, {kind:?}"),
    }
}

fn shown(bytes: &[u8]) -> String {
    let (first, more) = bytes.split_at(bytes.len().min(16));
    let more = if more.is_empty() { "" } else { "…" };
    format!("{} bytes, \"{}{more}\"", bytes.len(), first.escape_ascii())
}

/// Of all that the reader has given, the first bytes went out in frames, and `held` keeps the others.
fn expect_held(reader: &Reader, held: &[u8], out: usize) {
    let due = &reader.given[out.min(reader.given.len())..];
    expect(held == due, || {
        let cause = match held.len() {
            _ if due.len() >= 4 && held == &due[4..] => LENGTH_GONE,
            longer if longer > due.len() => ZEROS,
            _ if out > 0 => BEYOND,
            _ => LOST,
        };
        let headline = match (held.len(), due.len()) {
            (held, due) if held < due => format!("{} bytes are lost: read, and no longer held", due - held),
            (held, due) if held > due => format!("{} bytes are held that nobody sent", held - due),
            _ => "other bytes are held than were read".to_owned(),
        };
        Failure::new(headline)
            .expected(format!("held: {}", shown(due)))
            .seen(format!("held: {}", shown(held)))
            .cause(cause)
    });
}

/// A reader that follows a script: it gives bytes, has none until some virtual ms, fails once, ends. After the script
/// it never has any. It is `Unpin`, but not `Send`.
pub struct Reader {
    script: VecDeque<Step>,
    at_most: usize,
    ready: Option<Pin<Box<Sleep>>>,
    start: Option<Instant>,
    given: Vec<u8>,
    reads: usize,
    ends: usize,
    lane: Lane,
    not_send: PhantomData<Rc<()>>,
}

enum Step {
    Give(VecDeque<u8>),
    Until(u64),
    Fail(ErrorKind),
    End,
}

impl Reader {
    fn new() -> Reader {
        Reader {
            script: VecDeque::new(),
            at_most: usize::MAX,
            ready: None,
            start: tokio::runtime::Handle::try_current().ok().map(|_| Instant::now()),
            given: Vec::new(),
            reads: 0,
            ends: 0,
            lane: Lane::new("reader"),
            not_send: PhantomData,
        }
    }

    fn gives(self, bytes: &[u8]) -> Reader {
        self.then(Step::Give(bytes.iter().copied().collect()))
    }

    fn until_ms(self, ms: u64) -> Reader {
        self.then(Step::Until(ms))
    }

    fn fails(self, kind: ErrorKind) -> Reader {
        self.then(Step::Fail(kind))
    }

    fn ends(self) -> Reader {
        self.then(Step::End)
    }

    /// Makes it never give more than this in one read.
    fn at_most(self, bytes: usize) -> Reader {
        Reader { at_most: bytes, ..self }
    }

    fn then(mut self, step: Step) -> Reader {
        self.script.push_back(step);
        self
    }
}

impl AsyncRead for Reader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.reads += 1;
        loop {
            let (at_most, start) = (self.at_most, self.start);
            match self.script.front_mut() {
                None => return Poll::Pending,
                Some(Step::Give(bytes)) if bytes.is_empty() => {}
                Some(Step::Give(bytes)) => {
                    let count = bytes.len().min(at_most).min(buf.remaining());
                    let bytes: Vec<u8> = bytes.drain(..count).collect();
                    buf.put_slice(&bytes);
                    self.given.extend(bytes);
                    self.lane.mark();
                    self.lane.note(format!("{} bytes", self.given.len()));
                    return Poll::Ready(Ok(()));
                }
                Some(Step::Until(ms)) => {
                    let at = start.unwrap_or_else(Instant::now) + std::time::Duration::from_millis(*ms);
                    ready!(self.ready.get_or_insert_with(|| Box::pin(sleep_until(at))).as_mut().poll(cx));
                    self.ready = None;
                }
                Some(Step::Fail(kind)) => {
                    let error = io::Error::from(*kind);
                    self.script.pop_front();
                    return Poll::Ready(Err(error));
                }
                Some(Step::End) => {
                    self.ends += 1;
                    expect(self.ends < 100, || {
                        Failure::new("it read at the end of the input a hundred times")
                            .expected("Ok(None), or UnexpectedEof, the first time that a read gives 0 bytes")
                            .seen("a loop that goes on although nothing more can come")
                            .cause(SPINS_AT_THE_END)
                    });
                    return Poll::Ready(Ok(()));
                }
            }
            self.script.pop_front();
        }
    }
}
