//! Reads the length with `read_u32` and the frame with `read_exact`. Both keep what they have read inside their
//! futures: a drop half-way takes it along, and the next call begins in the middle of a frame.
//! family: lost_on_drop
//! caught by: dropped_half_way_no_byte_is_lost
//! says: by read_exact, read_u32

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    if let Some(frame) = take_frame(held)? {
        return Ok(Some(frame));
    }
    let mut first = [0];
    if held.is_empty() && reader.read(&mut first).await? == 0 {
        return Ok(None);
    }
    let mut length = [first[0], 0, 0, 0];
    reader.read_exact(&mut length[1..]).await?;
    let length = u32::from_be_bytes(length) as usize;
    if length > 65536 {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut frame = vec![0; length];
    reader.read_exact(&mut frame).await?;
    Ok(Some(frame))
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
