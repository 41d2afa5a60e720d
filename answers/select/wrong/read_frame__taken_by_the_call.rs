//! A plain function that looks into `held` before its async block. If its future is never polled, a frame is gone.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: by the call itself

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt};

pub fn read_frame<'a, R: AsyncRead + Unpin>(
    reader: &'a mut R,
    held: &'a mut Vec<u8>,
) -> impl Future<Output = io::Result<Option<Vec<u8>>>> + 'a {
    let first = take_frame(held);
    async move {
        if let Some(frame) = first? {
            return Ok(Some(frame));
        }
        loop {
            if reader.read_buf(held).await? == 0 {
                return if held.is_empty() { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
            }
            if let Some(frame) = take_frame(held)? {
                return Ok(Some(frame));
            }
        }
    }
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
