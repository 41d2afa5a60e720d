//! A writer that records what was written, and when.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::AsyncWrite;
use tokio::time::{Sleep, sleep};

use crate::probe::process::record;
use crate::probe::work::order::Yields;
use crate::probe::{Failure, Lane};

/// A writer that follows a script: it takes some bytes, has no room until some virtual ms, fails. It counts
/// bytes, not calls, so it treats single bytes and large blocks alike. After the end of the script it never has
/// room. It is `Unpin`, but not `Send`.
///
/// ```ignore
/// let mut writer = Writer::new().takes(4).no_room_until_ms(10).takes(2).fails(ErrorKind::BrokenPipe);
/// ```
pub struct Writer {
    script: VecDeque<Step>,
    at_most: usize,
    room_at: Option<Pin<Box<Sleep>>>,
    /// Before it takes more, once it has room.
    step: Option<Yields>,
    taken: Vec<u8>,
    flushes: usize,
    shutdowns: usize,
    refusals: usize,
    lane: Lane,
    not_send: PhantomData<Rc<()>>,
}

enum Step {
    Take(usize),
    NoRoomUntil(u64),
    Fail(ErrorKind),
    TakeNothing,
}

impl Writer {
    /// A writer with an empty script: it never has room.
    #[expect(clippy::new_without_default, reason = "a writer without a script is seldom wanted")]
    pub fn new() -> Writer {
        Writer {
            script: VecDeque::new(),
            at_most: usize::MAX,
            room_at: None,
            step: None,
            taken: Vec::new(),
            flushes: 0,
            shutdowns: 0,
            refusals: 0,
            lane: Lane::new("writer"),
            not_send: PhantomData,
        }
    }

    /// Next it takes this many bytes, in one call or in several.
    pub fn takes(self, bytes: usize) -> Writer {
        self.then(Step::Take(bytes))
    }

    /// Next it takes anything.
    pub fn takes_the_rest(self) -> Writer {
        self.takes(usize::MAX)
    }

    /// Next it has no room until this virtual ms of the scene.
    pub fn no_room_until_ms(self, ms: u64) -> Writer {
        self.then(Step::NoRoomUntil(ms))
    }

    /// Next it fails, and from then on always.
    pub fn fails(self, kind: ErrorKind) -> Writer {
        self.then(Step::Fail(kind))
    }

    /// Next it takes 0 bytes, and from then on always.
    pub fn takes_nothing(self) -> Writer {
        self.then(Step::TakeNothing)
    }

    /// Makes it never take more than this in one call.
    pub fn at_most(self, bytes: usize) -> Writer {
        Writer { at_most: bytes, ..self }
    }

    fn then(mut self, step: Step) -> Writer {
        self.script.push_back(step);
        self
    }

    /// All bytes that it has taken so far.
    pub fn taken(&self) -> &[u8] {
        &self.taken
    }

    /// How often it was asked to flush.
    pub fn flushes(&self) -> usize {
        self.flushes
    }

    /// How often it was asked to shut down.
    pub fn shutdowns(&self) -> usize {
        self.shutdowns
    }

    fn take(&mut self, bytes: &[u8]) -> usize {
        self.taken.extend_from_slice(bytes);
        self.lane.mark();
        let total = self.taken.len();
        self.lane.note(if total == 1 { "1 byte".to_owned() } else { format!("{total} bytes") });
        bytes.len()
    }
}

impl AsyncWrite for Writer {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            let at_most = self.at_most;
            match self.script.front_mut() {
                None => return Poll::Pending,
                Some(Step::Take(0)) => {}
                // An empty write uses up nothing of the script.
                Some(Step::Take(_)) if buf.is_empty() => return Poll::Ready(Ok(0)),
                Some(Step::Take(left)) => {
                    let bytes = buf.len().min(*left).min(at_most);
                    *left -= bytes;
                    return Poll::Ready(Ok(self.take(&buf[..bytes])));
                }
                Some(Step::NoRoomUntil(ms)) => {
                    let ms = *ms;
                    let room_at = self.room_at.get_or_insert_with(|| {
                        Box::pin(sleep(Duration::from_millis(ms.saturating_sub(record::now_ms()))))
                    });
                    ready!(room_at.as_mut().poll(cx));
                    ready!(self.step.get_or_insert_with(Yields::draw).poll(cx));
                    (self.room_at, self.step) = (None, None);
                }
                Some(Step::Fail(kind)) => return Poll::Ready(Err((*kind).into())),
                Some(Step::TakeNothing) => {
                    self.refusals += 1;
                    if self.refusals > 100 {
                        Failure::new("the writer took 0 bytes a hundred times, and was asked again")
                            .expected("ErrorKind::WriteZero the first time that it takes 0 bytes")
                            .seen("a loop that goes on although no byte is taken any more")
                            .cause(
                                "a loop that takes Ok(0) for a short write; no room is Pending, and Ok(0) \
                                    means that the writer will never take a byte again",
                            )
                            .raise();
                    }
                    return Poll::Ready(Ok(0));
                }
            }
            self.script.pop_front();
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.flushes += 1;
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.shutdowns += 1;
        Poll::Ready(Ok(()))
    }
}
