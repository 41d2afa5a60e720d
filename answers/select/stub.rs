//! One task, many waits. The lesson is in `katas/select.md`.

use std::io;
use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::sync::{broadcast, watch};
use tokio_katas::Seen;

/// Runs `work`, and beside it a report at a time, until the work is done.
///
/// `report(1)` starts `every` after the first poll, and each further one `every` after the last one
/// has ended. Neither side holds up the other, even while both wait for one lock. The output is
/// returned in the instant in which the work is ready; a report under way is dropped, and none starts
/// any more. Work that is ready in the instant in which a report is due wins, every time. `work` and
/// the reports may borrow and need not be `Send`.
pub async fn with_progress<W, F, Fut>(work: W, every: Duration, report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    todo!("run the work, and report every {every:?}")
}

/// Runs `rounds` rounds of `work`, one at a time, on the beat: beats are the whole multiples of `every`
/// (at least 10 ms), counted from the first poll.
///
/// `work(0)` starts at once. Each further round starts on the first beat after the start of the one
/// before, or, if that is still running then, in the instant in which it ends. So a missed beat is not
/// made up, and no beat starts two rounds: with 10 ms and a second round of 35 ms the starts are
/// 0 10 45 50 60. `work(k)` is called when its round starts. Returns when the last round has ended; no
/// rounds end at once.
pub async fn run_every<F, Fut>(every: Duration, rounds: u32, work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    todo!("run {rounds} rounds, one every {every:?}")
}

/// Applies the present value at once, seen before or not, and from then on always the newest one, one
/// at a time: at once if nothing is being applied, else when that `apply` ends.
///
/// An `apply` that has begun is never cut short, and what came and went meanwhile is skipped. A send
/// counts even if the value is equal; nothing is applied twice for one send, and the last value is
/// never missed. The sender is never held up. Returns in the instant in which all senders are gone and
/// the last value is applied.
pub async fn apply_latest<T, F, Fut>(settings: watch::Receiver<T>, apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    todo!("apply the present value, then the newest one after each change")
}

/// Hands every message since the receiver was subscribed to `handle`, one at a time, in order.
///
/// Where the channel has overwritten some before they were read, one `Seen::Missed` with their exact
/// number takes their place and is handled like a message; what is lost while it is being handled is a
/// second `Missed` behind it. The next is read only when the one before has been handled. Ends in the
/// instant in which the channel is closed and all that it still held is handled; an empty channel is
/// not a closed one.
pub async fn follow<T, F, Fut>(events: broadcast::Receiver<T>, handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    todo!("handle what comes, and say how much was missed")
}

/// Reads one frame: a length (u32, big-endian) and that many bytes, which it gives out without the
/// length, in the instant in which the frame is whole.
///
/// `held` keeps what has been read and not yet given out, so that a later call goes on from there,
/// however this one ends: dropped half-way, too. A whole frame in `held` is given without reading, and
/// a frame of no bytes is a frame. The end of the input is `Ok(None)` between two frames, each time it
/// is asked, and `UnexpectedEof` inside one. A length above 65536 is `InvalidData` as soon as its four
/// bytes are there. Other errors are passed on.
pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    todo!("read a frame, of which {} bytes may be there already", held.len())
}
