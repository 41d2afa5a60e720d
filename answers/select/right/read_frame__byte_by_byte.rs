//! A byte at a time, kept as soon as it is there.

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
        let mut byte = [0];
        if reader.read(&mut byte).await? == 0 {
            return match held.len() {
                0 => Ok(None),
                _ => Err(ErrorKind::UnexpectedEof.into()),
            };
        }
        held.push(byte[0]);
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
