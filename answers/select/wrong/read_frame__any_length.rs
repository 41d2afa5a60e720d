//! Believes every length. Four bytes from anyone make it wait for four gigabytes, and keep them.
//! family: checked_too_late
//! caught by: a_length_above_65536_is_invalid_at_once
//! says: a length that is believed

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    loop {
        if let Some((length, rest)) = held.split_first_chunk() {
            let length = u32::from_be_bytes(*length) as usize;
            if rest.len() >= length {
                if length > 65536 {
                    return Err(ErrorKind::InvalidData.into());
                }
                return Ok(Some(held.drain(..4 + length).skip(4).collect()));
            }
        }
        if reader.read_buf(held).await? == 0 {
            return if held.is_empty() { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
        }
    }
}
