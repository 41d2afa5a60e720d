//! By hand: `poll_read` into a buffer whose bytes are kept before the poll returns.

use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Poll, ready};

use tokio::io::{AsyncRead, ReadBuf};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    poll_fn(|cx| {
        let mut room = [0; 512];
        loop {
            if let Some(frame) = take_frame(held)? {
                return Poll::Ready(Ok(Some(frame)));
            }
            let mut buf = ReadBuf::new(&mut room);
            ready!(Pin::new(&mut *reader).poll_read(cx, &mut buf))?;
            if buf.filled().is_empty() {
                return Poll::Ready(match held.is_empty() {
                    true => Ok(None),
                    false => Err(ErrorKind::UnexpectedEof.into()),
                });
            }
            held.extend_from_slice(buf.filled());
        }
    })
    .await
}

/// The frame at the front of `held`, if it is whole.
fn take_frame(held: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    let Some((length, rest)) = held.split_first_chunk() else { return Ok(None) };
    let length = u32::from_be_bytes(*length) as usize;
    if length > 65536 {
        return Err(ErrorKind::InvalidData.into());
    }
    let Some(frame) = rest.get(..length) else { return Ok(None) };
    let frame = frame.to_vec();
    held.drain(..4 + length);
    Ok(Some(frame))
}
