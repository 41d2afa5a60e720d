//! Takes it for granted that one read brings the whole length. It does, until a packet ends in the middle of it.
//! family: partial_io
//! caught by: a_frame_is_given_in_the_instant_in_which_it_is_whole
//! says: an index out of range

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    if held.is_empty() && reader.read_buf(held).await? == 0 {
        return Ok(None);
    }
    let length = u32::from_be_bytes([held[0], held[1], held[2], held[3]]) as usize;
    if length > 65536 {
        return Err(ErrorKind::InvalidData.into());
    }
    while held.len() < 4 + length {
        if reader.read_buf(held).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(Some(held.drain(..4 + length).skip(4).collect()))
}
