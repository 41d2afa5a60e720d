//! Takes the bytes out of `held` to work on them, and puts back what is left at the end. A drop, or an error in the
//! middle, never reaches that line.
//! family: lost_on_drop
//! caught by: dropped_half_way_no_byte_is_lost
//! says: only put back at the end

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = std::mem::take(held);
    let frame = loop {
        if let Some(frame) = take_frame(&mut bytes)? {
            break Some(frame);
        }
        if reader.read_buf(&mut bytes).await? == 0 {
            match bytes.is_empty() {
                true => break None,
                false => return Err(ErrorKind::UnexpectedEof.into()),
            }
        }
    };
    *held = bytes;
    Ok(frame)
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
