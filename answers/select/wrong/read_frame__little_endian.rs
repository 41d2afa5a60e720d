//! Reads the length in the order in which this machine keeps its numbers.
//! family: wrong_protocol
//! caught by: dropped_half_way_no_byte_is_lost
//! says: the highest byte first

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    loop {
        if let Some(frame) = take_frame(held)? {
            return Ok(Some(frame));
        }
        if reader.read_buf(held).await? == 0 {
            return if held.is_empty() { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
        }
    }
}

/// The frame at the front of `held`, if it is whole.
fn take_frame(held: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    let Some((length, rest)) = held.split_first_chunk() else { return Ok(None) };
    let length = u32::from_le_bytes(*length) as usize;
    if length > 65536 {
        return Err(ErrorKind::InvalidData.into());
    }
    let Some(frame) = rest.get(..length) else { return Ok(None) };
    let frame = frame.to_vec();
    held.drain(..4 + length);
    Ok(Some(frame))
}
